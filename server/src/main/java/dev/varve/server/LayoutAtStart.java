package dev.varve.server;

import dev.varve.log.NodeId;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.replication.ClusterLayout;
import dev.varve.server.api.cluster.LayoutFile;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Varve;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The layout that `cluster.file` names: it becomes the cluster's where its epoch is the next one. A
/// file without an epoch is for the first layout.
final class LayoutAtStart {
    private static final Logger LOG = LoggerFactory.getLogger(LayoutAtStart.class);

    private LayoutAtStart() {}

    /// @throws StoreException.Failed that says what is wrong with the file
    static void apply(Path file, Varve varve) {
        ClusterLayouts layouts = varve.layouts(Provenance.SYSTEM);
        long before =
                layouts.current().map(CurrentLayout::layout).map(ClusterLayout::epoch).orElse(0L);
        ClusterLayout next = read(file, varve.journal().origin().node());
        if (next.epoch() <= before) {
            LOG.info(
                    "{} has epoch {}; the layout in force has {} and stays",
                    file,
                    next.epoch(),
                    before);
            return;
        }
        switch (layouts.change(next, Map.of())) {
            case Outcome.Done<ClusterLayout> _ ->
                    LOG.info("the layout in {} is in force: epoch {}", file, next.epoch());
            case Outcome.Refused<ClusterLayout>(Refusal refusal) ->
                    throw failed(file, refusal.message());
        }
    }

    private static ClusterLayout read(Path file, NodeId self) {
        try {
            return LayoutFile.read(file).layout(1, self);
        } catch (IllegalArgumentException e) {
            throw failed(file, String.valueOf(e.getMessage()));
        }
    }

    private static StoreException.Failed failed(Path file, String why) {
        return new StoreException.Failed("the layout in " + file + ": " + why);
    }
}
