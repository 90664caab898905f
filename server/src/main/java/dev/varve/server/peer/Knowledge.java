package dev.varve.server.peer;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.follow.FollowStatus;
import dev.varve.server.store.Knowing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds out which members have an event of this node, and when all that they did before they had it is
/// here.
final class Knowledge implements Knowing {
    private final Position event;
    private final Supplier<List<Other>> others;

    /// What each had done when it first said that it has the event.
    private final Map<NodeId, Did> before = new HashMap<>();

    /// One of the other members.
    ///
    /// @param status how this node follows it; empty while it does not
    /// @param told what it said of itself since the start
    /// @param silent whether nobody waits for it any more
    record Other(
            NodeId node,
            String name,
            Optional<FollowStatus> status,
            Optional<Acks.Told> told,
            boolean silent) {}

    private record Did(Origin by, Position last) {}

    /// @param event of this node's journal, one that others fold
    Knowledge(Position event, Supplier<List<Other>> others) {
        this.event = event;
        this.others = others;
    }

    @Override
    public synchronized List<String> missing() {
        List<Other> now = others.get();
        List<String> missing = missing(now);
        // Who was let in meanwhile shows once all of them are here that let others in.
        return missing.isEmpty() && !nodes(others.get()).equals(nodes(now))
                ? missing(others.get())
                : missing;
    }

    private List<String> missing(List<Other> now) {
        return now.stream()
                .filter(other -> !other.silent() && !knows(other))
                .map(Other::name)
                .toList();
    }

    private static List<NodeId> nodes(List<Other> others) {
        return others.stream().map(Other::node).toList();
    }

    private boolean knows(Other other) {
        Did did = before.get(other.node());
        if (did == null) {
            did = other.told().flatMap(this::did).orElse(null);
            if (did == null) {
                return false;
            }
            before.put(other.node(), did);
        }
        Did said = did;
        return said.last().isNone()
                || other.status().filter(status -> has(status, said)).isPresent();
    }

    private Optional<Did> did(Acks.Told told) {
        return event.isAfter(told.held().events())
                ? Optional.empty()
                : Optional.of(new Did(told.by(), told.last()));
    }

    /// Who begins another incarnation may have lost some of what it had.
    private static boolean has(FollowStatus status, Did did) {
        return status.origin().filter(did.by()::equals).isPresent()
                && !did.last().isAfter(status.folded());
    }
}
