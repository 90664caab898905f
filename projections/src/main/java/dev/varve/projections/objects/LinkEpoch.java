package dev.varve.projections.objects;

import dev.varve.log.Position;
import java.util.Comparator;

/// A point of this node's journal: what was seen when a link was made, and where links were revoked. Not a
/// time: clocks are set back, and a link made before its revocation must not seem to be made after it.
///
/// @param incarnation counts first: after a cut, positions are given anew
public record LinkEpoch(int incarnation, Position position) implements Comparable<LinkEpoch> {
    private static final Comparator<LinkEpoch> ORDER =
            Comparator.comparingInt(LinkEpoch::incarnation).thenComparing(LinkEpoch::position);

    @Override
    public int compareTo(LinkEpoch other) {
        return ORDER.compare(this, other);
    }

    /// This one, or the next after another that is not before it: what is revoked again is revoked for all
    /// links so far, also those that name points of the journal that this node began with.
    LinkEpoch after(LinkEpoch earlier) {
        return compareTo(earlier) > 0
                ? this
                : new LinkEpoch(earlier.incarnation(), earlier.position().next());
    }

    /// This one, or another that is later.
    public LinkEpoch notBefore(LinkEpoch other) {
        return compareTo(other) < 0 ? other : this;
    }

    /// Whether links that have seen this much are revoked with those before `revoked`.
    public boolean isBefore(LinkEpoch revoked) {
        return compareTo(revoked) < 0;
    }
}
