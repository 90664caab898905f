package dev.varve.server.store;

import dev.varve.log.Disk;
import java.nio.file.Path;
import java.time.Duration;

/// A store on real files, with sizes so small that packs and segments roll all the time, and with
/// no chores of its own.
final class RealStore implements AutoCloseable {
    private final VarveConfig config;
    private Varve varve;

    RealStore(Path data, SettableClock clock) {
        this(small(data, clock, FakeVolume.withoutSyncs()));
    }

    RealStore(VarveConfig config) {
        this.config = config;
        this.varve = Varve.open(config);
    }

    static VarveConfig small(Path data, SettableClock clock, Disk disk) {
        VarveConfig.ViewSettings view = VarveConfig.ViewSettings.DEFAULT;
        return VarveConfig.at(data)
                .limits(Limits.DEFAULT.withPartBytes(1))
                .journal(new VarveConfig.JournalSettings(512 << 10, 50, 64 << 10))
                .blobs(
                        new VarveConfig.BlobSettings(
                                1 << 10, 4 << 10, 16 << 10, 4 << 10, 1, 0.3, Upkeep.OFF))
                .view(
                        new VarveConfig.ViewSettings(
                                view.cacheBytes(), view.writeBufferBytes(), Duration.ofDays(1)))
                .history(new VarveConfig.HistorySettings(-1, 0, Duration.ofDays(1)))
                .space(0, 0)
                .surroundings(new VarveConfig.Surroundings(disk, clock));
    }

    /// What settles late may be due at once: this leaves it to the test when it goes.
    RealStore withoutPurges() {
        varve.consumers().find("purge").orElseThrow().pause();
        return this;
    }

    Varve varve() {
        return varve;
    }

    ObjectStore store() {
        return varve.store(StoreKit.ALICE);
    }

    void reopen() {
        varve.close();
        varve = Varve.open(config);
    }

    @Override
    public void close() {
        varve.close();
    }
}
