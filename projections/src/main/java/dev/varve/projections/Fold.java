package dev.varve.projections;

import dev.varve.log.Recorded;

/// Turns events into changes of rows. Pure: reads nothing but the event and the rows.
@FunctionalInterface
public interface Fold {
    void apply(Recorded recorded, ViewChanges changes);
}
