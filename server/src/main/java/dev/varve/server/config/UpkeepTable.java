package dev.varve.server.config;

import dev.varve.server.store.Upkeep;
import dev.varve.server.store.Upkeep.Recompression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The rows about upkeep of stored bytes in the table of [Settings].
final class UpkeepTable {
    private static final Duration LONGEST = Duration.ofDays(3650);

    static final Setting<Duration> DEEP_EVERY =
            Setting.of(
                    "scrub.deep-every",
                    Type.duration(Duration.ZERO, LONGEST),
                    Upkeep.DEFAULT.deepEvery(),
                    "every byte is read and held against its id once in this time; 0s for never");

    static final Setting<Duration> LIGHT_EVERY =
            Setting.of(
                    "scrub.light-every",
                    Type.duration(Duration.ZERO, LONGEST),
                    Upkeep.DEFAULT.lightEvery(),
                    "headers and sizes of all blobs are looked at once in this time; 0s for never");

    static final Setting<DataSize> RATE =
            Setting.of(
                    "upkeep.bytes-per-second",
                    Type.size(new DataSize(0), new DataSize(1L << 40)),
                    new DataSize(Upkeep.DEFAULT.bytesPerSecond()),
                    "what scrub, compaction and recompression read and write together; 0 for any");

    static final Setting<Optional<Integer>> LEVEL =
            Setting.of(
                    "recompress.level",
                    Type.count(1, 22).orNone(),
                    Optional.empty(),
                    "blobs are compressed anew at this level in the background; none leaves them as they"
                            + " are");

    static final Setting<Duration> RECOMPRESS_EVERY =
            Setting.of(
                    "recompress.every",
                    Type.duration(Duration.ofSeconds(1), LONGEST),
                    Recompression.OFF.every(),
                    "all blobs are looked at for that once in this time");

    static final Setting<Duration> AFTER =
            Setting.of(
                    "recompress.after",
                    Type.duration(Duration.ZERO, LONGEST),
                    Recompression.OFF.after(),
                    "only those whose pack or file did not change for so long");

    static final Setting<Double> SHARE =
            Setting.of(
                    "recompress.share",
                    Type.share(0, 0.99),
                    Recompression.OFF.share(),
                    "only those that get smaller by this share");

    static final Setting<Boolean> DICTIONARIES =
            Setting.of(
                    "recompress.dictionaries",
                    Type.FLAG,
                    Recompression.OFF.dictionaries(),
                    "train dictionaries for blobs up to 16KiB, each for one dedup domain");

    private UpkeepTable() {}

    static List<Setting<?>> all() {
        return List.of(
                DEEP_EVERY, LIGHT_EVERY, RATE, LEVEL, RECOMPRESS_EVERY, AFTER, SHARE, DICTIONARIES);
    }
}
