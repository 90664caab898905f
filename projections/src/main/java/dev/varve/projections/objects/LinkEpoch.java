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

    /// Whether links that have seen this much are revoked with those before `revoked`.
    public boolean isBefore(LinkEpoch revoked) {
        return compareTo(revoked) < 0;
    }
}
