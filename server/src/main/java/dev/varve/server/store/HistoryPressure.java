package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/// Says how many bytes of history must go before their time: over `maxBytes`, or with less than
/// `minFree` of the volume free.
final class HistoryPressure {
    /// Space may be short for reasons that no purge mends, so history goes in steps.
    private static final long LEAST_STEP = 64L << 20;

    private static final int STEPS = 8;
    private final Core core;
    private final Disk disk;
    private final Path directory;
    private final long maxBytes;
    private final double minFree;

    /// @param maxBytes limit of hidden versions' bytes, -1 for none
    /// @param minFree share of the volume to keep free, 0 for none
    HistoryPressure(Core core, Path directory, long maxBytes, double minFree) {
        this.core = core;
        this.disk = core.parts().disk();
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.minFree = minFree;
    }

    long excess() {
        long hidden = core.read(view -> view.totalUsage()).hiddenBytes();
        long over = maxBytes < 0 ? 0 : hidden - maxBytes;
        long step = Math.max(LEAST_STEP, hidden / STEPS);
        return Math.min(hidden, Math.max(over, Math.min(step, missingSpace())));
    }

    private long missingSpace() {
        try {
            long wanted = (long) (disk.totalSpace(directory) * minFree);
            return wanted - disk.usableSpace(directory);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot see the free space of " + directory, e);
        }
    }
}
