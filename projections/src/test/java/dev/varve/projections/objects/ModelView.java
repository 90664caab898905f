package dev.varve.projections.objects;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Content;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Recorded;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The object view in the plainest way: a list of versions, searched whole for every answer.
final class ModelView {
    static final Comparator<ModelVersion> ROW_ORDER =
            Comparator.comparing((ModelVersion version) -> version.key)
                    .thenComparing(version -> version.id, Comparator.reverseOrder());
    final List<ModelVersion> versions = new ArrayList<>();
    final Map<UploadId, ModelUpload> uploads = new TreeMap<>();
    private final Map<BucketId, BucketSettings> settings = new TreeMap<>();

    record ModelUpload(BucketId bucket, ObjectKey key, UploadId id, Map<Integer, Content> parts) {}

    void apply(Recorded recorded) {
        switch (recorded.event()) {
            case Event.BucketCreated e -> settings.put(e.bucket(), e.settings());
            case Event.BucketSettingsChanged e -> settings.put(e.bucket(), e.settings());
            case Event.NewVersion e -> add(recorded, e);
            case Event.DeleteMarkerPlaced e -> {
                replaceNull(recorded, e, e.nullVersion());
                make(recorded, e, Kind.DELETE_MARKER, e.nullVersion());
            }
            case Event.ObjectDeleted e -> {
                replaceNull(recorded, e, true);
                end(make(recorded, e, Kind.TOMBSTONE, true), recorded, false);
            }
            case Event.VersionDeleted e ->
                    find(e.bucket(), e.key(), e.version())
                            .filter(version -> version.hiddenAt == null)
                            .filter(version -> version.kind != Kind.TOMBSTONE)
                            .ifPresent(version -> end(version, recorded, true));
            case Event.AttributesChanged e ->
                    find(e.bucket(), e.key(), e.version())
                            .filter(ModelVersion::isObject)
                            .ifPresent(version ->
                                    version.attributes.put(
                                            recorded.envelope().time(), e.attributes()));
            case Event.VersionsPurged e ->
                    e.purged()
                            .forEach(p ->
                                    find(e.bucket(), p.key(), p.version())
                                            .ifPresent(versions::remove));
            case Event.BytesReleased e -> release(e);
            case Event.PrefixDeleted e ->
                    current(e.bucket(), e.prefix(), before(recorded))
                            .forEach(v -> apply(recorded, removal(e.bucket(), v.key, e.removal())));
            case Event.PrefixMoved e -> move(recorded, e);
            case Event.RangesRestored e ->
                    e.restored().forEach(range -> restore(recorded, e.cut(), range));
            case Event.LayerSettled e -> {}
            case Event.TransactionCommitted e ->
                    e.changes().forEach(change -> apply(new Recorded(recorded.envelope(), change)));
            case Event.UploadEvent e -> applyUpload(recorded, e);
            case Event.BucketDeleted e -> {}
            case Event.HistoryFloorRaised e -> {}
            case Event.AccessEvent e -> {}
            case Event.QuotaThresholdCrossed e -> {}
            case Event.BucketLifecycleSet e -> {}
            case Event.NotificationSet e -> {}
            case Event.WebhookEvent e -> {}
            case Event.LinkSpent e -> {
                if (e.change() != null) {
                    apply(new Recorded(recorded.envelope(), e.change()));
                }
            }
            case Event.LinkRevoked e -> {}
            case Event.LinksOfIssuerRevoked e -> {}
            case Event.ClusterEvent e -> {}
            case Event.JournalEvent e -> {}
        }
    }

    private void release(Event.BytesReleased event) {
        for (Event.Purged each : event.released()) {
            find(event.bucket(), each.key(), each.version())
                    .filter(version -> version.hiddenAt != null)
                    .filter(ModelVersion::holdsBytes)
                    .ifPresent(version -> {
                        version.released = true;
                        version.bytesDue = null;
                    });
        }
    }

    private void applyUpload(Recorded recorded, Event.UploadEvent event) {
        switch (event) {
            case Event.UploadCreated e -> {
                UploadId id = new UploadId(recorded.stamp());
                uploads.put(id, new ModelUpload(e.bucket(), e.key(), id, new TreeMap<>()));
            }
            case Event.PartPut e -> {
                ModelUpload of = uploads.get(e.upload());
                if (of != null) {
                    of.parts().put(e.number(), e.content());
                }
            }
            case Event.ResumableUploadCreated e -> {
                UploadId id = new UploadId(recorded.stamp());
                uploads.put(id, new ModelUpload(e.bucket(), e.key(), id, new TreeMap<>()));
            }
            case Event.PartsMerged e -> {
                ModelUpload of = uploads.get(e.upload());
                if (of != null) {
                    of.parts().keySet().removeIf(number -> number >= e.first());
                    of.parts().put(e.first(), e.content());
                }
            }
            case Event.UploadSizeSet e -> {}
            case Event.UploadAborted e -> uploads.remove(e.upload());
        }
    }

    private void apply(Recorded recorded, Event event) {
        apply(new Recorded(recorded.envelope(), event));
    }

    /// What a fact about a range acts on: not on what another origin did at the very same time.
    private static HybridTime before(Recorded fact) {
        return new HybridTime(fact.envelope().time().packed() - 1);
    }

    List<ModelVersion> current(BucketId bucket, Bytes prefix, HybridTime time) {
        byte[] start = prefix.toArray();
        return currentObjects(bucket, time).stream()
                .filter(version -> RowKeys.startsWith(version.key.utf8(), start))
                .toList();
    }

    private static Event removal(BucketId bucket, ObjectKey key, Event.Removal removal) {
        return switch (removal) {
            case TOMBSTONE -> new Event.ObjectDeleted(bucket, key);
            case MARKER -> new Event.DeleteMarkerPlaced(bucket, key, false);
            case NULL_MARKER -> new Event.DeleteMarkerPlaced(bucket, key, true);
        };
    }

    private void move(Recorded recorded, Event.PrefixMoved move) {
        HybridTime before = before(recorded);
        for (ModelVersion version : current(move.bucket(), move.prefix(), before)) {
            ObjectState state = version.asOf(before).object();
            ObjectState moved =
                    state.with(
                            state.attributes()
                                    .withRetention(move.retention())
                                    .withLegalHold(false));
            if (Layer.fits(version.key, move.prefix(), move.toPrefix())) {
                ObjectKey to = Layer.moved(version.key, move.prefix(), move.toPrefix());
                apply(recorded, new Event.ObjectPut(move.to(), to, move.nullVersion(), moved));
            }
            apply(recorded, removal(move.bucket(), version.key, move.removal()));
        }
    }

    private void restore(Recorded recorded, HybridTime cut, Event.RestoredRange range) {
        byte[] start = range.prefix().toArray();
        List<ObjectKey> all =
                ofBucket(range.bucket())
                        .map(version -> version.key)
                        .distinct()
                        .filter(key -> RowKeys.startsWith(key.utf8(), start))
                        .toList();
        for (ObjectKey key : all) {
            Optional<ObjectState> then = unlocked(range.bucket(), key, cut);
            Optional<ObjectState> now = unlocked(range.bucket(), key, before(recorded));
            if (then.isPresent() && !then.equals(now) && isReleased(range.bucket(), key, cut)) {
                continue;
            }
            if (then.isPresent() && !then.equals(now)) {
                ObjectState state = then.get();
                ObjectState given = state.with(state.attributes().withRetention(range.retention()));
                boolean nullVersion = range.removal() != Event.Removal.MARKER;
                apply(recorded, new Event.ObjectPut(range.bucket(), key, nullVersion, given));
            } else if (then.isEmpty() && now.isPresent()) {
                apply(recorded, removal(range.bucket(), key, range.removal()));
            }
        }
    }

    private boolean isReleased(BucketId bucket, ObjectKey key, HybridTime time) {
        return current(bucket, key, time).orElseThrow().released;
    }

    private Optional<ObjectState> unlocked(BucketId bucket, ObjectKey key, HybridTime time) {
        return current(bucket, key, time)
                .filter(ModelVersion::isObject)
                .map(version -> version.asOf(time).object())
                .map(state ->
                        state.with(state.attributes().withRetention(null).withLegalHold(false)));
    }

    private void add(Recorded recorded, Event.NewVersion event) {
        replaceNull(recorded, event, event.nullVersion());
        UploadId upload = null;
        if (event instanceof Event.UploadCompleted completed) {
            upload = completed.upload();
            uploads.remove(upload);
        }
        versions.add(
                new ModelVersion(
                        recorded,
                        event.bucket(),
                        event.key(),
                        Kind.OBJECT,
                        event.nullVersion(),
                        event.state(),
                        upload));
    }

    private ModelVersion make(
            Recorded recorded, Event.ObjectEvent event, Kind kind, boolean nullVersion) {
        ModelVersion made =
                new ModelVersion(
                        recorded, event.bucket(), event.key(), kind, nullVersion, null, null);
        versions.add(made);
        return made;
    }

    private void replaceNull(Recorded recorded, Event.ObjectEvent event, boolean nullVersion) {
        if (nullVersion) {
            nullVersion(event.bucket(), event.key())
                    .ifPresent(version -> end(version, recorded, true));
        }
    }

    private void end(ModelVersion version, Recorded recorded, boolean hide) {
        if (hide) {
            version.hiddenAt = recorded.envelope().time();
        }
        BucketSettings of = Objects.requireNonNull(settings.get(version.bucket));
        Instant wall = recorded.envelope().wall();
        version.due = wall.plus(of.historyWindow());
        Duration bytes = of.bytesWindow();
        boolean early = bytes != null && bytes.compareTo(of.historyWindow()) < 0;
        if (early && hide && version.size() > 0) {
            version.bytesDue = wall.plus(bytes);
        }
    }

    private Optional<ModelVersion> find(BucketId bucket, ObjectKey key, VersionId id) {
        return versions.stream()
                .filter(version -> version.bucket.equals(bucket))
                .filter(version -> version.key.equals(key) && version.id.equals(id))
                .findFirst();
    }

    Optional<ModelVersion> nullVersion(BucketId bucket, ObjectKey key) {
        return ofKey(bucket, key)
                .filter(version -> version.nullVersion && version.hiddenAt == null)
                .filter(version -> version.kind != Kind.TOMBSTONE)
                .findFirst();
    }

    /// Newest first.
    Stream<ModelVersion> ofKey(BucketId bucket, ObjectKey key) {
        return ofBucket(bucket).filter(version -> version.key.equals(key));
    }

    Stream<ModelVersion> ofBucket(BucketId bucket) {
        return versions.stream().filter(version -> version.bucket.equals(bucket)).sorted(ROW_ORDER);
    }

    Optional<ModelVersion> current(BucketId bucket, ObjectKey key, HybridTime time) {
        return ofKey(bucket, key).filter(version -> version.standsAt(time)).findFirst();
    }

    /// What a listing of current objects lists.
    List<ModelVersion> currentObjects(BucketId bucket, HybridTime time) {
        return ofBucket(bucket)
                .map(version -> version.key)
                .distinct()
                .flatMap(key -> current(bucket, key, time).stream())
                .filter(ModelVersion::isObject)
                .toList();
    }

    List<ModelVersion> visible(BucketId bucket, HybridTime time) {
        return ofBucket(bucket)
                .filter(version -> version.standsAt(time) && version.kind != Kind.TOMBSTONE)
                .toList();
    }

    Map<BlobId, Long> references() {
        Stream<Content> ofVersions =
                versions.stream()
                        .filter(version -> !version.released)
                        .flatMap(version -> Stream.ofNullable(version.made))
                        .map(s -> s.content());
        Stream<Content> ofParts =
                uploads.values().stream().flatMap(upload -> upload.parts().values().stream());
        return Stream.concat(ofVersions, ofParts)
                .flatMap(content -> content.blobs().stream())
                .collect(Collectors.groupingBy(blob -> blob, Collectors.counting()));
    }

    Usage usage(Predicate<BucketId> bucket) {
        Usage usage = Usage.NONE;
        for (ModelVersion version : versions) {
            if (bucket.test(version.bucket) && version.isObject()) {
                usage =
                        version.hiddenAt == null
                                ? usage.visible(1, version.size())
                                : usage.hidden(1, version.released ? 0 : version.size());
                if (isCurrent(version)) {
                    usage = usage.current(1, version.size());
                }
            }
        }
        for (ModelUpload upload : uploads.values()) {
            for (Content part : upload.parts().values()) {
                usage = bucket.test(upload.bucket()) ? usage.uploads(1, part.size()) : usage;
            }
        }
        return usage;
    }

    private boolean isCurrent(ModelVersion version) {
        return current(version.bucket, version.key, HybridTime.MAX)
                .filter(version::equals)
                .isPresent();
    }
}
