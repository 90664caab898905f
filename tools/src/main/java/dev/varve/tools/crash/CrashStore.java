package dev.varve.tools.crash;

import dev.varve.server.store.Buckets;
import dev.varve.server.store.Limits;
import dev.varve.server.store.Upkeep;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.VarveConfig.BlobSettings;
import dev.varve.server.store.VarveConfig.HistorySettings;
import dev.varve.server.store.VarveConfig.JournalSettings;
import dev.varve.server.store.VarveConfig.ViewSettings;
import java.nio.file.Path;
import java.time.Duration;

/// The store under test: real in every way, but with sizes so small that segments roll and packs
/// are sealed, compacted and reclaimed all the time.
final class CrashStore {
    private static final Duration NEVER = Duration.ofDays(1);

    private CrashStore() {}

    static VarveConfig config(Path data) {
        return VarveConfig.at(data)
                .limits(Limits.DEFAULT.withPartBytes(1))
                .journal(new JournalSettings(128 << 10, 50, 256 << 10))
                .blobs(
                        new BlobSettings(
                                64 << 10, 64 << 10, 1 << 20, 128 << 10, 1, 0.3, Upkeep.DEFAULT))
                .view(new ViewSettings(8 << 20, 8 << 20, Duration.ofMillis(250)))
                .history(new HistorySettings(-1, 0, NEVER))
                .space(1 << 20, 32 << 20);
    }

    /// Makes a new store with the buckets of the load.
    static void create(Path data) {
        try (Varve varve = Varve.open(config(data))) {
            Buckets buckets = varve.store().buckets();
            for (Bin bin : Bin.values()) {
                buckets.create(bin.bucket(), bin.settings()).orThrow();
            }
        }
    }
}
