package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of allocated space that is given up when the volume is full, and taken again after.
final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    private final Disk disk;
    private final Path file;
    private final long bytes;
    private boolean held;

    Reserve(Disk disk, Path file, long bytes) {
        this.disk = disk;
        this.file = file;
        this.bytes = bytes;
    }

    /// Takes the space unless held already; false when there is not enough for it.
    synchronized boolean hold() {
        if (held || bytes == 0) {
            return true;
        }
        try {
            if (exists() && Files.size(file) == bytes) {
                held = true;
                return true;
            }
            if (usable() < 2 * bytes) {
                return false;
            }
            disk.allocate(file, 0, bytes);
            held = true;
        } catch (StoreException.OutOfSpace e) {
            release();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot hold the reserve " + file, e);
        }
        return held;
    }

    /// Whether so many bytes can be written, with the reserve given up for them if need be.
    boolean makeRoom(long wanted) {
        if (usable() >= wanted) {
            return true;
        }
        if (exists()) {
            release();
        }
        return usable() >= wanted;
    }

    private long usable() {
        try {
            return disk.usableSpace(DataDirectory.parent(file));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot see the free space beside " + file, e);
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    synchronized void release() {
        held = false;
        try {
            if (exists()) {
                LOG.warn("the volume is full: giving up the reserve of {} bytes", bytes);
                disk.delete(file);
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot give up the reserve " + file, e);
        }
    }
}
