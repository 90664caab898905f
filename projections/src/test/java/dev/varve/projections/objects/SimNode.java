package dev.varve.projections.objects;

import static java.util.Objects.requireNonNull;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Cut;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A node of a simulated cluster: its own events, its view, and a clock that is wrong.
final class SimNode {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(1, 2));
    final int number;
    final Origin origin;
    final MemoryViewStore store = new MemoryViewStore();
    final List<Told> own = new ArrayList<>();

    /// All that was folded, in that order.
    final List<Told> journal = new ArrayList<>();

    /// Of each origin, how many of its events are in the view, and the time of the last one.
    final int[] folded;

    final HybridTime[] times;

    /// Of each own event, what was in the view when it was decided.
    final List<int[]> seen = new ArrayList<>();

    /// How much of this node's own events each other node had folded, as its own events tell.
    private final int[] told;

    /// By bucket: the last floor that this node raised, and its place among own events.
    private final Map<BucketId, Raised> floors = new HashMap<>();

    private final Set<Stamp> ranges = new HashSet<>();
    private final Duration skew;
    private final ObjectFold fold = new ObjectFold();
    private HybridTime clock = HybridTime.ZERO;
    private long position;

    private record Raised(int place, HybridTime floor) {}

    SimNode(int number, int nodes, Duration skew) {
        this.number = number;
        this.origin = new Origin(new NodeId(100 + number), 1);
        this.skew = skew;
        this.folded = new int[nodes];
        this.told = new int[nodes];
        this.times = new HybridTime[nodes];
        Arrays.fill(times, HybridTime.ZERO);
    }

    /// Begins with the rows of another node, and with nothing that it decided.
    void beginWith(SimNode source) {
        try (ViewSnapshot rows = source.store.snapshot();
                ViewChanges changes = store.change()) {
            for (Table table : Table.values()) {
                copy(rows, table, changes);
            }
            store.commit(changes, Cut.EMPTY);
        }
        Position reached = new Position(source.position - 1);
        Peer peer = new Peer(source.origin, reached, Hash256.ZERO, source.clock);
        SeedRows.adopt(store, source.origin.node(), List.of(peer), Cut.of(origin, Position.NONE));
        System.arraycopy(source.folded, 0, folded, 0, folded.length);
        System.arraycopy(source.times, 0, times, 0, times.length);
        clock = source.clock;
        ranges.addAll(source.ranges);
    }

    private static void copy(ViewSnapshot rows, Table table, ViewChanges changes) {
        try (RowCursor cursor = rows.scan(table)) {
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                changes.put(table, cursor.key(), cursor.value());
            }
        }
    }

    ObjectView view() {
        return new ObjectView(store.change());
    }

    void decide(Instant now, Event event) {
        seen.add(folded.clone());
        Told told = Told.own(record(now, event));
        own.add(told);
        fold(told);
        done(number, told);
        if (event instanceof Event.HistoryFloorRaised raised) {
            floors.putIfAbsent(raised.bucket(), new Raised(own.size(), raised.floor()));
        }
    }

    /// A floor of a bucket that every other node had folded before it decided anything that is still to come.
    /// It is asked for once.
    Optional<HybridTime> knownFloor(BucketId bucket) {
        Raised raised = floors.get(bucket);
        for (int i = 0; i < told.length; i++) {
            if (raised == null || (i != number && told[i] < raised.place())) {
                return Optional.empty();
            }
        }
        floors.remove(bucket);
        return Optional.of(requireNonNull(raised).floor());
    }

    /// Whether everything that an event was decided on is here.
    boolean mayTake(SimNode other) {
        int next = folded[other.number];
        if (next == other.own.size()) {
            return false;
        }
        int[] needed = other.seen.get(next);
        for (int i = 0; i < needed.length; i++) {
            if (folded[i] < needed[i]) {
                return false;
            }
        }
        return true;
    }

    /// What a fact about a range made of a key may turn out not to be there, as long as older events can come:
    /// what is told of it until then is lost with it. The one thing that does not converge.
    boolean isSure(VersionId id) {
        return !ranges.contains(id.stamp()) || isStable(id.stamp().time());
    }

    void take(Instant now, SimNode other) {
        Recorded event = other.own.get(folded[other.number]).recorded();
        told[other.number] = other.seen.get(folded[other.number])[number];
        Optional<Event.LayerSettled> first = view().settlingBefore(event, 2);
        while (first.isPresent()) {
            decide(now, first.get());
            first = view().settlingBefore(event, 2);
        }
        if (event.envelope().time().compareTo(clock) > 0) {
            clock = event.envelope().time();
        }
        Told told =
                new Told(event, record(now, new Event.Checkpoint(Hash256.ZERO, 1, Bytes.EMPTY)));
        fold(told);
        done(other.number, told);
    }

    private void done(int from, Told told) {
        if (told.event() instanceof Event.RangeEvent) {
            ranges.add(told.stamp());
        }
        folded[from]++;
        times[from] = told.recorded().envelope().time();
    }

    void fold(Told told) {
        journal.add(told);
        try (ViewChanges changes = store.change()) {
            fold.apply(told, changes);
            store.commit(changes, Cut.of(origin, new Position(position)));
        }
    }

    /// Lets go of what no late event can need any more.
    void forget(int atMost) {
        HybridTime stable = HybridTime.MAX;
        for (int i = 0; i < times.length; i++) {
            stable = i == number || times[i].compareTo(stable) > 0 ? stable : times[i];
        }
        try (ViewChanges changes = store.change()) {
            ObjectView.forgetKept(changes, stable, atMost);
            store.commit(changes, store.cut());
        }
    }

    /// Whether no event of another node can come any more that is older.
    boolean isStable(HybridTime time) {
        for (int i = 0; i < times.length; i++) {
            if (i != number && times[i].compareTo(time) <= 0) {
                return false;
            }
        }
        return true;
    }

    private Recorded record(Instant now, Event event) {
        Instant wall = Instant.ofEpochMilli(now.plus(skew).toEpochMilli());
        clock = clock.next(wall);
        Envelope envelope =
                new Envelope(
                        1,
                        CLUSTER,
                        origin,
                        1,
                        new Position(position++),
                        clock,
                        wall,
                        Position.NONE,
                        Provenance.SYSTEM,
                        1,
                        1,
                        Hash256.ZERO,
                        List.of());
        return new Recorded(envelope, event);
    }

    /// Deleted ones too.
    List<BucketId> allBuckets() {
        List<BucketId> all = new ArrayList<>();
        try (ViewChanges changes = store.change();
                RowCursor cursor = changes.scan(Table.BUCKETS)) {
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                all.add(RowKeys.bucketOf(cursor.key(), 0));
            }
        }
        return all;
    }

    BucketId newBucket(int of) {
        return new BucketId(1000L * (number + 1) + of);
    }

    @Override
    public String toString() {
        return origin.toString();
    }
}
