package dev.varve.projections.objects;

import dev.varve.log.NotificationRule;
import dev.varve.log.Position;

/// A rule of a bucket's notification configuration, of one that was replaced too: what happened while it
/// held may not be delivered yet.
///
/// @param since the event that first said it: it holds for what came after. A configuration that says
///     it again leaves that as it is
/// @param until the event that ended it: it holds for what came before; none while it is in force
public record BucketRule(NotificationRule rule, Position since, Position until) {
    public boolean isInForce() {
        return until.isNone();
    }

    BucketRule endedAt(Position end) {
        return new BucketRule(rule, since, end);
    }

    /// Whether it holds for what happened at a position.
    public boolean holdsAt(Position position) {
        return position.isAfter(since) && (isInForce() || !position.isAfter(until));
    }
}
