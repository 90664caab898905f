package dev.varve.log.disk;

import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real disk until its n-th step; from then on nothing is done any more, as for a process that
/// was killed there. What was done before stays. Counts only what changes names or makes durable.
public final class DyingDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final List<String> steps = new ArrayList<>();
    private final int last;

    /// What the rest of the program sees once the disk died.
    public static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dead(String step) {
            super("killed before: " + step);
        }
    }

    /// @param last so many steps are done
    public DyingDisk(int last) {
        this.last = last;
    }

    public static DyingDisk immortal() {
        return new DyingDisk(Integer.MAX_VALUE);
    }

    public synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    private synchronized void step(String what) {
        if (steps.size() >= last) {
            throw new Dead(what);
        }
        steps.add(what);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        step("force " + name(file));
        disk.force(file, channel);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step("force directory " + name(directory));
        disk.forceDirectory(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step("move " + name(to));
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete " + name(file));
        disk.delete(file);
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        step("allocate " + name(file));
        disk.allocate(file, offset, length);
    }

    @Override
    public void beforeWrite(Path file, long bytes) throws IOException {
        step("write " + name(file));
        disk.beforeWrite(file, bytes);
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return disk.usableSpace(directory);
    }

    @Override
    public long totalSpace(Path directory) throws IOException {
        return disk.totalSpace(directory);
    }
}
