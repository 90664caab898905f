package dev.varve.projections.objects;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;

/// What a node's own journal tells of it: it had folded that origin's events up to there.
public record Seen(NodeId by, Origin origin, Position position) {}
