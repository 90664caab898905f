package dev.varve.projections.objects;

import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Origin;
import dev.varve.log.Position;

/// How far this node folded another origin's journal.
///
/// @param root the chain after the last event that was folded
/// @param time of that event
public record Peer(Origin origin, Position position, Hash256 root, HybridTime time) {}
