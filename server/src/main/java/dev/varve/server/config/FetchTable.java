package dev.varve.server.config;

import dev.varve.server.fetch.FetchSettings;
import java.time.Duration;
import java.util.List;

/// The rows about fetching in the table of [Settings].
final class FetchTable {
    private static final DataSize EMPTY = new DataSize(0);
    private static final DataSize GIB = new DataSize(1L << 30);
    private static final DataSize MOST = new DataSize(1L << 60);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final FetchSettings FETCH = FetchSettings.DEFAULT;
    private static final Type<List<String>> HOSTS =
            Type.text(
                            "host names, such as example.com, or .example.com for all below it",
                            "\\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
                    .list();

    static final Setting<Boolean> PRIVATE =
            Setting.of(
                    "fetch.allow-private",
                    Type.FLAG,
                    FETCH.allowPrivate(),
                    "fetch from this machine and private networks too; never from where clouds keep"
                            + " secrets of machines, nor from this server itself");

    static final Setting<List<Integer>> PORTS =
            Setting.of(
                    "fetch.ports",
                    Type.count(1, 65_535).list(),
                    FETCH.ports().stream().sorted().toList(),
                    "ports that are fetched from");

    static final Setting<List<String>> ALLOW =
            Setting.of(
                    "fetch.allow-hosts",
                    HOSTS,
                    FETCH.allowHosts(),
                    "the only hosts that are fetched from, or all");

    static final Setting<List<String>> DENY =
            Setting.of(
                    "fetch.deny-hosts",
                    HOSTS,
                    FETCH.denyHosts(),
                    "hosts that are not fetched from, allowed or not");

    static final Setting<Integer> AT_ONCE =
            Setting.of(
                    "fetch.max-concurrent",
                    Type.count(1, 10_000),
                    FETCH.concurrent(),
                    "fetches at a time; one more is told to slow down");

    static final Setting<DataSize> BYTES =
            Setting.of(
                    "fetch.max-bytes",
                    Type.size(EMPTY, MOST),
                    new DataSize(FETCH.maxBytes()),
                    "largest object that is fetched");

    static final Setting<Duration> CONNECT =
            Setting.of(
                    "fetch.connect-timeout",
                    Type.duration(SECOND, HOUR),
                    FETCH.connect(),
                    "to open a connection");

    static final Setting<Duration> IDLE =
            Setting.of(
                    "fetch.idle-timeout",
                    Type.duration(SECOND, HOUR),
                    FETCH.idle(),
                    "until an answer begins, and without a byte of it");

    static final Setting<Duration> TOTAL =
            Setting.of(
                    "fetch.timeout",
                    Type.duration(SECOND, Duration.ofHours(24)),
                    FETCH.total(),
                    "for all of one fetch, redirects included");

    static final Setting<DataSize> RATE =
            Setting.of(
                    "fetch.min-rate",
                    Type.size(EMPTY, GIB),
                    new DataSize(FETCH.bytesPerSecond()),
                    "bytes a second; what comes slower for a while is given up; 0 for any");

    private FetchTable() {}

    static List<Setting<?>> all() {
        return List.of(PRIVATE, PORTS, ALLOW, DENY, AT_ONCE, BYTES, CONNECT, IDLE, TOTAL, RATE);
    }
}
