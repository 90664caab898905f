package dev.varve.server.config;

import dev.varve.server.consumers.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of what follows the journal.
final class ConsumerTable {
    static final Setting<Optional<Duration>> AGE =
            Setting.of(
                    "consumers.max-age",
                    Type.duration(Duration.ofSeconds(1), Duration.ofDays(3650)).orNone(),
                    Optional.of(Retention.DEFAULT.age()),
                    "a follower of the journal that is paused or fails lapses when the oldest event"
                            + " that it needs is older, and the journal may go without it");

    static final Setting<Optional<DataSize>> BYTES =
            Setting.of(
                    "consumers.max-bytes",
                    Type.size(new DataSize(1L << 20), new DataSize(1L << 60)).orNone(),
                    Optional.empty(),
                    "the same when it needs more of the journal than this");

    private ConsumerTable() {}

    static List<Setting<?>> all() {
        return List.of(AGE, BYTES);
    }
}
