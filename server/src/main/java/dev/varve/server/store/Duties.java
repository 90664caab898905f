package dev.varve.server.store;

import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Stamp;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import dev.varve.projections.objects.Version;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// What is this node's to do of all that a cluster has to do: each node ends what it made itself, so
/// that nothing is done twice. On its own it does everything.
final class Duties {
    private final NodeId self;
    private volatile Supplier<HybridTime> heard = () -> HybridTime.ZERO;

    Duties(NodeId self) {
        this.self = self;
    }

    /// @param other no event of another member that comes from now on is as old as what this gives
    void hearBy(Supplier<HybridTime> other) {
        heard = other;
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

    /// Versions that may be purged. In a cluster only once everybody has seen what ended them: before
    /// that another member may still bring them back.
    List<DueVersion> due(ObjectReader view, Instant until, int limit) {
        return isShared(view) ? ended(view, view.due(until, self, limit)) : view.due(until, limit);
    }

    /// The same of those whose bytes go before.
    List<DueVersion> bytesDue(ObjectReader view, Instant until, int limit) {
        return isShared(view)
                ? ended(view, view.bytesDue(until, self, limit))
                : view.bytesDue(until, limit);
    }

    private List<DueVersion> ended(ObjectReader view, List<DueVersion> due) {
        HybridTime everybody = heard.get();
        return due.stream().filter(each -> end(view, each).compareTo(everybody) <= 0).toList();
    }

    private static HybridTime end(ObjectReader view, DueVersion due) {
        HybridTime made = due.version().stamp().time();
        return view.version(due.bucket(), due.key(), due.version(), HybridTime.MAX)
                .map(Version::hiddenAt)
                .orElse(made);
    }
}
