package dev.varve.tools.inspect;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.replication.ship.JournalSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Lists what a node wrote that another node does not have, in the journal that it left. The journal is
/// proved on the way, and not changed.
public final class Unshipped {
    private final JournalVerifier journal;
    private final NodeId node;
    private final Held held;
    private final Consumer<Entry> each;
    private final Map<BucketId, BucketName> names = new HashMap<>();
    private Held end = Held.NOTHING;
    private long listed;

    /// How much of the journal the other node has.
    public record Held(int incarnation, long position) {
        static final Held NOTHING = new Held(0, -1);

        static Held of(Recorded recorded) {
            return new Held(
                    recorded.envelope().origin().incarnation(), recorded.position().value());
        }

        boolean has(Held event) {
            return event.incarnation == incarnation
                    ? event.position <= position
                    : event.incarnation < incarnation;
        }
    }

    /// What the other node lacks.
    ///
    /// @param places none where it is about no object
    public record Entry(Recorded recorded, List<Place> places) {
        public Entry {
            places = List.copyOf(places);
        }

        public String type() {
            return recorded.event().getClass().getSimpleName();
        }
    }

    /// @param bucket its name; its id where the journal does not tell it any more
    /// @param key empty where all of the bucket is concerned
    public record Place(String bucket, String key) {}

    /// @param gap whether events between what the other node has and this were deleted since
    /// @param end the last event of the journal
    /// @param lost whether the other node has events that this journal lost
    public record Result(
            long listed, Held end, boolean lost, boolean gap, JournalVerifier.Report proof) {}

    private Unshipped(JournalVerifier journal, NodeId node, Held held, Consumer<Entry> each) {
        this.journal = journal;
        this.node = node;
        this.held = held;
        this.each = each;
    }

    public static Result list(OfflineStore store, Held held, Consumer<Entry> each) {
        Unshipped run =
                new Unshipped(store.verifier(), store.identity().origin().node(), held, each);
        return run.run();
    }

    private Result run() {
        JournalVerifier.Report proof = journal.verify(JournalVerifier.Progress.NONE, this::take);
        boolean lost = !end.has(held);
        boolean gap = proof.first().value() > held.position + 1;
        return new Result(listed, end, lost, gap, proof);
    }

    private void take(Recorded recorded) {
        name(recorded.event());
        end = Held.of(recorded);
        Origin origin = recorded.envelope().origin();
        if (origin.node().equals(node)
                && !held.has(end)
                && JournalSource.isNews(recorded.envelope())) {
            listed++;
            each.accept(new Entry(recorded, places(recorded.event())));
        }
    }

    private void name(Event event) {
        switch (event) {
            case Event.BucketCreated made -> names.put(made.bucket(), made.name());
            case Event.EventsImported imported ->
                    Frame.read(imported.frame()).records().stream()
                            .map(RecordView::recorded)
                            .forEach(within -> name(within.event()));
            default -> {} // names no bucket
        }
    }

    private List<Place> places(Event event) {
        return switch (event) {
            case Event.BucketEvent about -> List.of(place(about.bucket(), ""));
            case Event.ObjectEvent about -> List.of(place(about.bucket(), about.key().toString()));
            case Event.UploadEvent about -> List.of(place(about.bucket(), about.key().toString()));
            case Event.TransactionCommitted all ->
                    all.changes().stream()
                            .map(change -> place(change.bucket(), change.key().toString()))
                            .toList();
            case Event.RangeEvent about ->
                    about.ranges().stream()
                            .map(range -> place(range.bucket(), text(range) + "*"))
                            .toList();
            case Event.VersionsPurged purge -> purged(purge.bucket(), purge.purged());
            case Event.BytesReleased release -> purged(release.bucket(), release.released());
            case Event.LinkSpent spent when spent.change() != null -> places(spent.change());
            default -> List.of();
        };
    }

    private static String text(Event.Range range) {
        return new String(range.prefix().toArray(), StandardCharsets.UTF_8);
    }

    private List<Place> purged(BucketId bucket, List<Event.Purged> all) {
        List<Place> places = new ArrayList<>();
        all.forEach(each -> places.add(place(bucket, each.key().toString())));
        return places;
    }

    private Place place(BucketId bucket, String key) {
        BucketName name = names.get(bucket);
        return new Place(name == null ? bucket.toString() : name.value(), key);
    }
}
