package dev.varve.projections.objects;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ClusterId;
import dev.varve.log.Content;
import dev.varve.log.Cut;
import dev.varve.log.ETag;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.Slice;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// Tells a view what happened, one event a second from a fixed day on, each folded and committed.
public final class Story {
    public static final Origin ORIGIN = new Origin(new NodeId(42), 1);
    public static final BucketId BUCKET = new BucketId(0x1122334455667788L);
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final ClusterId CLUSTER = new ClusterId(new UUID(1, 2));
    private ViewStore store;
    private final ObjectFold fold = new ObjectFold();
    private final List<Recorded> told = new ArrayList<>();
    private Instant now = BEGIN;
    private HybridTime time = HybridTime.ZERO;

    public Story(ViewStore store) {
        this.store = store;
    }

    public static ObjectKey key(String key) {
        return ObjectKey.of(key);
    }

    /// A blob that is different for each number.
    public static BlobId blob(long number) {
        return new BlobId(BlobId.Algorithm.SHA_256, 0, new Hash256(number, 1, 2, 3));
    }

    /// An object of `size` bytes that are all of blob `number`.
    public static ObjectState state(long number, long size) {
        Content content =
                size == 0
                        ? Content.EMPTY
                        : new Content.Inline(List.of(new Slice(blob(number), 0, size)));
        ETag etag = new ETag(HexFormat.of().toHexDigits(number).repeat(2));
        return new ObjectState(content, etag, List.of(), 0, List.of(), ObjectState.Attributes.NONE);
    }

    public VersionId createBucket(String name, BucketSettings settings) {
        return tell(new Event.BucketCreated(BUCKET, new BucketName(name), "owner", settings));
    }

    public VersionId put(String key, long number) {
        return tell(new Event.ObjectPut(BUCKET, key(key), true, state(number, 10)));
    }

    public VersionId putVersion(String key, long number) {
        return tell(new Event.ObjectPut(BUCKET, key(key), false, state(number, 10)));
    }

    public VersionId delete(String key) {
        return tell(new Event.ObjectDeleted(BUCKET, key(key)));
    }

    public VersionId deleteVersion(String key, VersionId version) {
        return tell(new Event.VersionDeleted(BUCKET, key(key), version, false));
    }

    /// The stamp of the event, as the id of what it made.
    public VersionId tell(Event event) {
        Recorded recorded = record(event);
        retell(recorded);
        return new VersionId(recorded.stamp());
    }

    /// Folds what another story told.
    public void retell(Recorded recorded) {
        try (ViewChanges changes = store.change()) {
            fold.apply(recorded, changes);
            store.commit(changes, Cut.of(ORIGIN, recorded.position()));
        }
    }

    private Recorded record(Event event) {
        now = now.plusSeconds(1);
        time = time.next(now);
        Recorded recorded = recorded(told.size(), time, now, event);
        told.add(recorded);
        return recorded;
    }

    public static Recorded recorded(long position, HybridTime time, Instant wall, Event event) {
        Envelope envelope =
                new Envelope(
                        1,
                        CLUSTER,
                        ORIGIN,
                        1,
                        new Position(position),
                        time,
                        wall,
                        Position.NONE,
                        Provenance.SYSTEM,
                        1,
                        1,
                        Hash256.ZERO,
                        List.of());
        return new Recorded(envelope, event);
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    public Instant now() {
        return now;
    }

    /// The time of the newest event.
    public HybridTime time() {
        return time;
    }

    public List<Recorded> told() {
        return told;
    }

    /// Goes on with a store that came back from a crash: tells it what it lacks.
    public void continueOn(ViewStore reopened) {
        store = reopened;
        int held = (int) reopened.cut().of(ORIGIN).value() + 1;
        told.subList(held, told.size()).forEach(this::retell);
    }

    /// Reads the newest state, whenever it is asked.
    public ObjectReader view() {
        return new ObjectView(store.change());
    }
}
