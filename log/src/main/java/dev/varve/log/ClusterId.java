package dev.varve.log;

import java.util.UUID;

/// The cluster every event of a store belongs to; a standalone node is a cluster of one.
public record ClusterId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
