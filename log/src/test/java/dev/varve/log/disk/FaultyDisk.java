package dev.varve.log.disk;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// A real disk that fails on demand. Thread-safe.
///
/// - [#failForce] makes the n-th force from now (1 is the next) of matching files throw, and with
///   `dropping` puts back what those files held after their last good force, as a kernel does that
///   drops dirty pages it could not write.
/// - [#limitSpace] lets so many more bytes be allocated or written, then answers out of space.
public final class FaultyDisk implements Disk {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Disk disk;
    private final AtomicLong space = new AtomicLong(NO_LIMIT);
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicInteger directoryForces = new AtomicInteger();
    private final Map<Path, byte[]> lastForced = new HashMap<>();
    private Predicate<Path> failing = _ -> false;
    private int failAfter;
    private boolean keepImages;
    private boolean dropping;

    public FaultyDisk() {
        this(new LocalDisk());
    }

    public FaultyDisk(Disk disk) {
        this.disk = disk;
    }

    /// Remembers what each file held at its last good force, for a `dropping` failure later.
    public synchronized FaultyDisk keepImages() {
        keepImages = true;
        return this;
    }

    public synchronized void failForce(Predicate<Path> files, int nth) {
        failing = files;
        failAfter = nth;
        dropping = false;
    }

    public synchronized void failForceDroppingPages(Predicate<Path> files, int nth) {
        failForce(files, nth);
        dropping = true;
    }

    public synchronized void heal() {
        failing = _ -> false;
        space.set(NO_LIMIT);
    }

    public void limitSpace(long bytes) {
        space.set(bytes);
    }

    public int forces() {
        return forces.get();
    }

    public int directoryForces() {
        return directoryForces.get();
    }

    /// Puts every file seen back to what its last good force made durable.
    public synchronized void dropUnforced() throws IOException {
        for (Map.Entry<Path, byte[]> entry : lastForced.entrySet()) {
            if (Files.exists(entry.getKey())) {
                Files.write(entry.getKey(), entry.getValue());
            }
        }
    }

    @Override
    public synchronized void force(Path file, FileChannel channel) throws IOException {
        if (failing.test(file) && --failAfter <= 0) {
            if (dropping) {
                putBack(file, channel);
            }
            throw new IOException("injected: the sync of " + file.getFileName() + " failed");
        }
        disk.force(file, channel);
        forces.incrementAndGet();
        if (keepImages) {
            lastForced.put(file, Files.readAllBytes(file));
        }
    }

    private void putBack(Path file, FileChannel channel) throws IOException {
        byte[] image = lastForced.getOrDefault(file, new byte[0]);
        byte[] whole = new byte[Math.toIntExact(channel.size())];
        System.arraycopy(image, 0, whole, 0, Math.min(image.length, whole.length));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(whole), 0);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
        directoryForces.incrementAndGet();
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        spend(file, Math.max(0, offset + length - size));
        disk.allocate(file, offset, length);
    }

    @Override
    public void beforeWrite(Path file, long bytes) throws IOException {
        spend(file, bytes);
        disk.beforeWrite(file, bytes);
    }

    private void spend(Path file, long bytes) {
        long left =
                space.accumulateAndGet(
                        bytes, (have, need) -> have < need ? -have - 1 : have - need);
        if (left < 0) {
            space.set(-left - 1);
            throw new StoreException.OutOfSpace("injected: no space for " + bytes + " in " + file);
        }
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return Math.min(space.get(), disk.usableSpace(directory));
    }

    @Override
    public long totalSpace(Path directory) throws IOException {
        return disk.totalSpace(directory);
    }
}
