package dev.varve.server.config;

import dev.varve.replication.Member;
import dev.varve.server.config.ClusterSettings.Elsewhere;
import dev.varve.server.config.ClusterSettings.Times;
import dev.varve.server.config.ClusterSettings.Traffic;
import dev.varve.server.store.Ack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The rows about clusters in the table of [Settings].
final class ClusterTable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Type<String> URL =
            new Type<>(
                    "a URL without a path, such as https://a.example.com:9443",
                    Member::requireUrl,
                    url -> url);

    static final Setting<Optional<Secret>> TOKEN =
            Setting.of(
                            "cluster.token",
                            Type.SECRET.orNone(),
                            Optional.<Secret>empty(),
                            "what members of a cluster show each other, the same on all; without"
                                    + " one they use a key that a new member gets when it joins")
                    .asSecret();

    static final Setting<Optional<Secret>> BOOTSTRAP =
            Setting.of(
                            "cluster.bootstrap-token",
                            Type.SECRET.orNone(),
                            Optional.<Secret>empty(),
                            "with which a new node may join; take it away once all have")
                    .asSecret();

    static final Setting<Optional<String>> JOIN =
            Setting.of(
                    "cluster.join",
                    URL.orNone(),
                    Optional.empty(),
                    "a member that this node asks to become one too, at its first start");

    static final Setting<Boolean> REPLACE =
            Setting.of(
                    "cluster.replace",
                    Type.FLAG,
                    false,
                    "this node joins in the place of the member that has its name, which is gone for"
                            + " good");

    static final Setting<Optional<String>> NAME =
            Setting.of(
                    "cluster.name",
                    Type.text("a name, such as vienna-1", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
                            .orNone(),
                    Optional.empty(),
                    "what this node is called in the layout when it joins; its id otherwise");

    static final Setting<Optional<String>> ADVERTISE =
            Setting.of(
                    "cluster.advertise",
                    URL.orNone(),
                    Optional.empty(),
                    "where other members reach this node; for joining");

    static final Setting<Optional<Path>> FILE =
            Setting.of(
                    "cluster.file",
                    Type.PATH.orNone(),
                    Optional.empty(),
                    "a layout as TOML or JSON; put in force at the start where its epoch is the next");

    static final Setting<Optional<DataSize>> BANDWIDTH =
            Setting.of(
                    "cluster.bandwidth",
                    Type.size(new DataSize(64 << 10), new DataSize(1L << 40)).orNone(),
                    Optional.empty(),
                    "bytes a second that this node sends to all its peers together");

    static final Setting<Integer> FOLLOWERS =
            Setting.of(
                    "cluster.max-followers",
                    Type.count(1, 1000),
                    Traffic.DEFAULT.maxFollowers(),
                    "streams that this node serves to peers at a time; one more is told to wait");

    static final Setting<Duration> RELAY_AFTER =
            Setting.of(
                    "cluster.relay-after",
                    Type.duration(SECOND, Duration.ofHours(1)),
                    Times.DEFAULT.relayAfter(),
                    "events of a member that is out of reach are asked of another one after so long");

    static final Setting<Duration> CLOCK_LIMIT =
            Setting.of(
                    "cluster.clock-limit",
                    Type.duration(SECOND, Duration.ofHours(24)),
                    Times.DEFAULT.clockLimit(),
                    "a peer whose clock is further ahead of this node's is reported and not followed");

    static final Setting<Integer> ACK =
            Setting.of(
                    "cluster.ack",
                    new Type<>(
                            "local, or peers: and 1 to " + Ack.MOST_PEERS + ", such as peers:1",
                            ClusterTable::peers,
                            peers -> new Ack(peers, Ack.DEFAULT_WITHIN).toString()),
                    Ack.LOCAL.peers(),
                    "where a write is durable before it is answered: on this node, or on so many"
                            + " others too");

    static final Setting<Duration> ACK_WITHIN =
            Setting.of(
                    "cluster.ack-within",
                    Type.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
                    Ack.DEFAULT_WITHIN,
                    "how long a write waits for them before its outcome is unknown");

    static final Setting<Elsewhere> NOT_OWNER =
            Setting.of(
                    "cluster.not-owner",
                    Type.oneOf(Elsewhere.class),
                    Elsewhere.LAYOUT,
                    "what this node does with a change of what another member owns");

    static final Setting<Duration> PURGE_GRACE =
            Setting.of(
                    "cluster.purge-grace",
                    Type.duration(Duration.ZERO, Duration.ofDays(366)),
                    Times.DEFAULT.purgeGrace(),
                    "how long a purge waits for members that do not answer, and a trim for those that have yet to take events");

    static final Setting<Duration> READ_WAIT =
            Setting.of(
                    "cluster.read-wait",
                    Type.duration(Duration.ZERO, Duration.ofMinutes(1)),
                    Times.DEFAULT.readWait(),
                    "how long a request waits for what its client saw at another member");

    private ClusterTable() {}

    private static Integer peers(String text) {
        if (text.equals("local")) {
            return 0;
        }
        if (!text.matches("peers:[1-9][0-9]?")) {
            throw new IllegalArgumentException("not an acknowledgement");
        }
        return new Ack(Integer.parseInt(text.substring("peers:".length())), Ack.DEFAULT_WITHIN)
                .peers();
    }

    static List<Setting<?>> all() {
        return List.of(
                TOKEN,
                BOOTSTRAP,
                JOIN,
                REPLACE,
                NAME,
                ADVERTISE,
                FILE,
                BANDWIDTH,
                FOLLOWERS,
                RELAY_AFTER,
                CLOCK_LIMIT,
                ACK,
                ACK_WITHIN,
                NOT_OWNER,
                PURGE_GRACE,
                READ_WAIT);
    }
}
