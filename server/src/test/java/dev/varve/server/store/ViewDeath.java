package dev.varve.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The real disk until the n-th step below `view/`: what is there then is kept, as a process that was
/// killed leaves it, and nothing more is done there.
final class ViewDeath extends ForwardingDisk {
    private final Path view;
    private final Path left;
    private final Set<String> live;
    private final List<String> steps = new ArrayList<>();
    private int last = Integer.MAX_VALUE;

    static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dead(String step) {
            super("killed before: " + step);
        }
    }

    /// @param left where a copy of what the dead process leaves is made
    /// @param live what is open meanwhile, and so cannot be copied
    ViewDeath(Path view, Path left, Set<String> live) {
        this.view = view;
        this.left = left;
        this.live = live;
    }

    /// Counts from now on.
    synchronized ViewDeath dyingAfter(int count) {
        steps.clear();
        last = count;
        return this;
    }

    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    private synchronized void step(String what, Path path) {
        if (!path.startsWith(view)) {
            return;
        }
        String step = what + " " + path.getFileName();
        if (steps.size() >= last) {
            if (!Files.exists(left)) {
                copyTo(left);
            }
            throw new Dead(step);
        }
        steps.add(step);
    }

    private void copyTo(Path target) {
        try {
            Files.createDirectory(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        children(view).forEach(each -> copy(each, target.resolve(each.getFileName())));
    }

    private List<Path> children(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> !live.contains(each.getFileName().toString())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Once all is closed: as the process left it.
    void comeBack() {
        if (Files.exists(left)) {
            children(view).forEach(ViewFiles::delete);
            children(left).forEach(each -> copy(each, view.resolve(each.getFileName())));
            ViewFiles.delete(left);
        }
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void force(Path file, FileChannel channel) {
        step("force", file);
    }

    @Override
    public void forceDirectory(Path directory) {
        step("force directory", directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step("move", to);
        super.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete", file);
        super.delete(file);
    }
}
