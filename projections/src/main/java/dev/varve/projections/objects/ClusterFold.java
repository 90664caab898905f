package dev.varve.projections.objects;

import dev.varve.log.Envelope;
import dev.varve.log.Event.ClusterChanged;
import dev.varve.log.Event.ClusterEvent;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Event.FormatLevelRaised;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.Extensions.Imported;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.util.Comparator;
import java.util.Optional;

/// Folds what came from other nodes, and who they are.
final class ClusterFold {
    /// Of two layouts of one epoch the later one holds.
    private static final Comparator<Cluster> ORDER =
            Comparator.comparingLong(Cluster::epoch).thenComparing(Cluster::by);

    private final ObjectFold events;
    private final ViewChanges rows;

    /// @param events folds those within an import
    ClusterFold(ObjectFold events, ViewChanges rows) {
        this.events = events;
        this.rows = rows;
    }

    void apply(Recorded recorded, ClusterEvent event) {
        switch (event) {
            case EventsImported imported -> take(recorded, imported);
            case ClusterChanged changed -> change(recorded, changed);
            case FormatLevelRaised raised -> raise(raised.level());
        }
    }

    private void take(Recorded by, EventsImported event) {
        Frame frame = Frame.read(event.frame());
        for (RecordView record : frame.records()) {
            Recorded recorded = record.recorded();
            see(recorded.envelope());
            events.apply(new Told(recorded, by), rows);
        }
        Peer peer = new Peer(event.origin(), event.last(), frame.root(), event.newest());
        rows.put(Table.PEERS, ClusterRows.key(event.origin()), ClusterRows.bytes(peer));
    }

    /// A journal tells in it what else its node had folded by then.
    private void see(Envelope envelope) {
        Optional<Imported> imported = Extensions.imported(envelope);
        if (imported.isPresent()) {
            NodeId by = envelope.origin().node();
            byte[] key = ClusterRows.key(by, imported.get().origin());
            byte[] before = rows.get(Table.SEEN, key);
            Position last = imported.get().last();
            if (before == null || last.isAfter(ClusterRows.position(before))) {
                rows.put(Table.SEEN, key, ClusterRows.bytes(last));
            }
        }
    }

    private void change(Recorded recorded, ClusterChanged event) {
        Cluster now = new Cluster(event.epoch(), event.members(), event.layout(), recorded.stamp());
        Optional<Cluster> before = ClusterRows.cluster(rows);
        if (before.isEmpty() || ORDER.compare(now, before.get()) > 0) {
            rows.put(Table.CLUSTER, ClusterRows.LAYOUT, ClusterRows.bytes(now));
        }
    }

    private void raise(int level) {
        if (level > ClusterRows.level(rows)) {
            rows.put(Table.CLUSTER, ClusterRows.LEVEL, ClusterRows.level(level));
        }
    }
}
