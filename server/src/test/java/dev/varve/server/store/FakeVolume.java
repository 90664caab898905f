package dev.varve.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A disk that says it has as much space as a test wants.
final class FakeVolume extends ForwardingDisk {
    static final long TOTAL = 1L << 40;

    private final boolean forcing;
    private volatile long usable = TOTAL;

    FakeVolume() {
        this(true);
    }

    private FakeVolume(boolean forcing) {
        this.forcing = forcing;
    }

    /// Fast, for tests of everything but durability.
    static FakeVolume withoutSyncs() {
        return new FakeVolume(false);
    }

    void usable(long bytes) {
        usable = bytes;
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        if (forcing) {
            super.force(file, channel);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (forcing) {
            super.forceDirectory(directory);
        }
    }

    @Override
    public long usableSpace(Path directory) {
        return usable;
    }

    @Override
    public long totalSpace(Path directory) {
        return TOTAL;
    }
}
