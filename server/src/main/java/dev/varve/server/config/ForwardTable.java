package dev.varve.server.config;

import dev.varve.server.forward.ForwardSettings;
import java.time.Duration;
import java.util.List;

/// The rows about passing requests on in the table of [Settings].
final class ForwardTable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static final Setting<Integer> AT_ONCE =
            Setting.of(
                    "cluster.forward-max-concurrent",
                    Type.count(1, 10_000),
                    ForwardSettings.DEFAULT.concurrent(),
                    "requests passed on to other members at a time; one more is told to slow down;"
                            + " less than http.max-requests, so that members that pass on to each"
                            + " other still answer");

    static final Setting<Duration> CONNECT =
            Setting.of(
                    "cluster.forward-connect-timeout",
                    Type.duration(SECOND, HOUR),
                    ForwardSettings.DEFAULT.connect(),
                    "to open a connection to the member that decides a request");

    static final Setting<Duration> ANSWER =
            Setting.of(
                    "cluster.forward-timeout",
                    Type.duration(SECOND, HOUR.multipliedBy(24)),
                    ForwardSettings.DEFAULT.answer(),
                    "until it answers a request that it has all of, and without it taking or"
                            + " sending a byte");

    private ForwardTable() {}

    static List<Setting<?>> all() {
        return List.of(AT_ONCE, CONNECT, ANSWER);
    }
}
