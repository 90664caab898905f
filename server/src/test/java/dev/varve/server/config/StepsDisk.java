package dev.varve.server.config;

import dev.varve.log.Disk;
import dev.varve.log.disk.LocalDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real disk; tells what was made durable in which order, and fails to where asked.
final class StepsDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final Path root;
    private final List<String> steps = new ArrayList<>();
    private boolean failing;

    StepsDisk(Path root) {
        this.root = root;
    }

    StepsDisk failing() {
        failing = true;
        return this;
    }

    List<String> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        if (failing) {
            throw new IOException("the disk is gone");
        }
        disk.force(file, channel);
        steps.add("force " + root.relativize(file));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
        steps.add("force directory" + root.relativize(directory));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
        steps.add("move " + root.relativize(to));
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        disk.allocate(file, offset, length);
    }

    @Override
    public void beforeWrite(Path file, long bytes) throws IOException {
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
