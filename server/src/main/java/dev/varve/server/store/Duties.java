package dev.varve.server.store;

import dev.varve.log.NodeId;
import dev.varve.log.Stamp;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// What of all that a cluster has to do is this node's: each node ends what it made itself, so
/// that nothing is done twice. On its own it does everything.
final class Duties {
    private static final Knowing NOBODY = () -> List.of("any other member");
    private final NodeId self;
    private volatile Supplier<Knowing> asking = () -> NOBODY;

    Duties(NodeId self) {
        this.self = self;
    }

    /// @param other begins to find out who knows all that this node did until then
    void askBy(Supplier<Knowing> other) {
        asking = other;
    }

    /// Who knows all that this node did until now.
    Knowing asked() {
        return asking.get();
    }

    NodeId self() {
        return self;
    }

    /// Whether there are other members.
    static boolean isShared(ObjectReader view) {
        return view.cluster().isPresent();
    }

    boolean isOwn(ObjectReader view, Stamp made) {
        return !isShared(view) || made.origin().node().equals(self);
    }

    boolean isSettling(ObjectReader view) {
        return isShared(view) ? view.settling(1, self).isPresent() : view.settling(1).isPresent();
    }

    /// Versions whose window is over.
    List<DueVersion> due(ObjectReader view, Instant until, int limit) {
        return isShared(view) ? view.due(until, self, limit) : view.due(until, limit);
    }

    /// Versions whose bytes go before.
    List<DueVersion> bytesDue(ObjectReader view, Instant until, int limit) {
        return isShared(view) ? view.bytesDue(until, self, limit) : view.bytesDue(until, limit);
    }
}
