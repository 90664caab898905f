package dev.varve.server.store;

import dev.varve.projections.objects.Cluster;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Copies;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Ownership;

/// The layout in force, made ready for threads that ask it on every request.
public record CurrentLayout(Cluster row, ClusterLayout layout, Ownership ownership, Copies copies) {
    static CurrentLayout of(Cluster row) {
        ClusterLayout layout = LayoutCodec.read(row.layout());
        return new CurrentLayout(row, layout, new Ownership(layout), new Copies(layout));
    }
}
