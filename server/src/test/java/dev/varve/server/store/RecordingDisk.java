package dev.varve.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real disk, and what was forced in which order: `directory name` or `directory name/`.
final class RecordingDisk extends ForwardingDisk {
    private final Path root;
    private final List<String> forced = new ArrayList<>();

    RecordingDisk(Path root) {
        this.root = root;
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        super.force(file, channel);
        record("force ", file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        super.forceDirectory(directory);
        record("force directory ", directory);
    }

    private synchronized void record(String what, Path path) {
        Path relative = path.startsWith(root) ? root.relativize(path) : path;
        forced.add(what + relative.subpath(0, Math.min(2, relative.getNameCount())));
    }

    /// Everything forced since this was asked last.
    synchronized List<String> take() {
        List<String> taken = List.copyOf(forced);
        forced.clear();
        return taken;
    }
}
