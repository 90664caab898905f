package dev.varve.server.store;

import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Stamp;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of all that a cluster has to do is this node's: each node ends what it made itself, so
/// that nothing is done twice. On its own it does everything.
final class Duties {
    private final NodeId self;
    private volatile Others others = Others.UNKNOWN;
    private boolean joining;

    Duties(NodeId self) {
        this.self = self;
    }

    void with(Others known) {
        others = known;
    }

    Others others() {
        return others;
    }

    /// Whether this node was let into a cluster and has not taken over yet by what.
    private synchronized boolean isJoining() {
        return joining;
    }

    synchronized void join(boolean now) {
        joining = now;
        notifyAll();
    }

    /// Waits until it has; false when the time is over.
    synchronized boolean awaitJoined(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        try {
            while (joining && System.nanoTime() - until < 0) {
                wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !joining;
    }

    NodeId self() {
        return self;
    }

    /// Whether there are other members.
    boolean isShared(ObjectReader view) {
        return isJoining() || view.cluster().isPresent();
    }

    boolean isOwn(ObjectReader view, Stamp made) {
        return !isShared(view) || made.origin().node().equals(self);
    }

    boolean isSettling(ObjectReader view) {
        return isShared(view) ? view.settling(1, self).isPresent() : view.settling(1).isPresent();
    }

    /// No event of another member that is folded from now on is as old as this, or older.
    HybridTime stable(ObjectReader view) {
        HybridTime folded = view.stable(self);
        HybridTime heard = others.heard();
        return folded.compareTo(heard) > 0 ? folded : heard;
    }

    /// Versions whose window is over.
    List<DueVersion> due(ObjectReader view, Instant until, @Nullable DueVersion after, int limit) {
        return view.due(until, isShared(view) ? self : null, after, limit);
    }

    /// Versions whose bytes go before.
    List<DueVersion> bytesDue(
            ObjectReader view, Instant until, @Nullable DueVersion after, int limit) {
        return view.bytesDue(until, isShared(view) ? self : null, after, limit);
    }
}
