package dev.varve.projections.snapshot;

import dev.varve.projections.Table;

/// Takes the rows of a snapshot in order.
@FunctionalInterface
interface SnapshotRow {
    void take(Table table, byte[] key, byte[] value);
}
