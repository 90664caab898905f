package dev.varve.server.config;

import dev.varve.server.store.Ack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How this node takes part in a cluster. Who belongs to it is said by its layout, which is not
/// configuration: see `docs/replication.md`.
///
/// @param token by which members know each other, the same on all; where it is empty they use a key
///     that a new member gets when it joins
/// @param bootstrapToken with which a new node may ask for all that it needs
/// @param join URL of a member that this node asks at its first start
/// @param replace whether it takes the place of the member that has its name, where it joins
/// @param name what this node is to be called, where it joins
/// @param advertise the URL at which other members reach this node, where it joins
/// @param file a layout that is put in force where its epoch is newer
/// @param ack what has happened when a write is answered
/// @param notOwner what this node does with a change of what another one owns
public record ClusterSettings(
        Optional<Secret> token,
        Optional<Secret> bootstrapToken,
        Optional<String> join,
        boolean replace,
        Optional<String> name,
        Optional<String> advertise,
        Optional<Path> file,
        Traffic traffic,
        Ack ack,
        Elsewhere notOwner,
        Times times) {
    /// @param bandwidth bytes a second that this node sends to all its peers together; 0 for any
    /// @param maxFollowers members that may follow this node at a time
    public record Traffic(long bandwidth, int maxFollowers) {
        public static final Traffic DEFAULT = new Traffic(0, 64);
    }

    /// @param relayAfter how long events of a third node are waited for before another peer is asked
    /// @param clockLimit a peer whose clock is further ahead is not followed
    /// @param purgeGrace how long a purge waits for members that do not answer
    /// @param readWait how long a request waits for what its client saw at another member
    public record Times(
            Duration relayAfter, Duration clockLimit, Duration purgeGrace, Duration readWait) {
        public static final Times DEFAULT =
                new Times(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(15),
                        Duration.ofDays(7),
                        Duration.ofSeconds(5));
    }

    /// What to do with a change of what another member owns.
    public enum Elsewhere {
        /// As the layout says.
        LAYOUT,
        FORWARD,
        REFUSE
    }

    public static final ClusterSettings DEFAULT =
            new ClusterSettings(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Traffic.DEFAULT,
                    Ack.LOCAL,
                    Elsewhere.LAYOUT,
                    Times.DEFAULT);
}
