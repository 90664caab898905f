package dev.varve.server.peer;

import dev.varve.server.store.Ack;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How this node deals with other members.
///
/// @param name what people call this node
/// @param advertise where members reach it
/// @param token that all members know; where it is empty they show what follows from the keys they share
/// @param bootstrapToken lets one node join
/// @param join where a node without a store asks to belong to a cluster
/// @param replace whether it asks for the place of the member that has its name
/// @param bandwidth bytes per second in each direction, 0 for no limit
/// @param maxFollowers how many members may follow this one at a time
/// @param relayAfter how long an origin may not be heard of until others are asked for its events
/// @param clockLimit how far ahead of this node's clock events may be
/// @param purgeGrace how long a purge waits for members that are silent
/// @param ack how many members must have a change before it is answered
public record PeerSettings(
        String name,
        String advertise,
        Optional<String> token,
        Optional<String> bootstrapToken,
        List<URI> join,
        boolean replace,
        long bandwidth,
        int maxFollowers,
        Duration relayAfter,
        Duration clockLimit,
        Duration purgeGrace,
        Ack ack) {
    public PeerSettings {
        join = List.copyOf(join);
    }

    /// Never the token.
    @Override
    public String toString() {
        return "PeerSettings[" + name + ", " + advertise + "]";
    }
}
