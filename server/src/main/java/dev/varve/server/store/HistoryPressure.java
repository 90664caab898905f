package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.Usage;
import java.io.IOException;
import java.nio.file.Path;

/// Says how many bytes of history must go before their time: over `maxBytes`, or with less than
/// `minFree` of the volume free.
final class HistoryPressure {
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
        Usage usage = core.read(view -> view.totalUsage());
        long over = maxBytes < 0 ? 0 : usage.hiddenBytes() - maxBytes;
        return Math.min(usage.hiddenBytes(), Math.max(over, missingSpace()));
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
