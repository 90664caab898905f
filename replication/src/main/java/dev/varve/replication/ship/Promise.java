package dev.varve.replication.ship;

import dev.varve.log.HybridTime;
import dev.varve.log.Position;

/// Every event of an origin up to `time` that others fold is at or before `position`, and nothing is
/// shipped after `position` for now.
public record Promise(HybridTime time, Position position) {
    public static final Promise NONE = new Promise(HybridTime.ZERO, Position.NONE);
}
