package dev.varve.tools.crash;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.log.codec.Frame;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the journal and the rows of one node say of versions. The buckets of a run have no key in common.
final class ClusterFacts {
    private static final int PAGE = 1000;

    private final Map<String, Set<VersionId>> made = new HashMap<>();
    private final Set<Purged> purged = new HashSet<>();
    private final Set<String> there = new HashSet<>();
    private final List<String> back = new ArrayList<>();
    private @Nullable Instant last;
    private Duration jump = Duration.ZERO;
    private long events;

    /// In the order of the journal.
    void add(Recorded recorded) {
        events++;
        Instant wall = recorded.envelope().wall();
        if (last != null) {
            Duration passed = Duration.between(last, wall).abs();
            jump = passed.compareTo(jump) > 0 ? passed : jump;
        }
        last = wall;
        take(recorded);
    }

    private void take(Recorded recorded) {
        switch (recorded.event()) {
            case EventsImported imported ->
                    Frame.read(imported.frame())
                            .records()
                            .forEach(record -> take(record.recorded()));
            case VersionsPurged event -> purged.addAll(event.purged());
            case TransactionCommitted all ->
                    all.changes().forEach(change -> take(recorded, change));
            default -> take(recorded, recorded.event());
        }
    }

    private void take(Recorded recorded, Event event) {
        if (event instanceof NewVersion version) {
            made.computeIfAbsent(
                            id(version.key(), version.state().etag().value()), _ -> new HashSet<>())
                    .add(new VersionId(recorded.stamp()));
        }
    }

    private static String id(ObjectKey key, String etag) {
        return key + " " + etag;
    }

    /// Once all of the journal was added.
    void add(ViewReader rows) {
        ObjectView view = new ObjectView(rows);
        String after = "";
        for (List<Bucket> page = view.buckets("", after, PAGE);
                !page.isEmpty();
                page = view.buckets("", after, PAGE)) {
            page.forEach(bucket -> add(view, bucket.id()));
            after = page.getLast().name().value();
        }
    }

    private void add(ObjectView view, BucketId bucket) {
        VersionMarker marker = null;
        for (List<Version> page = view.allVersions(bucket, Bytes.EMPTY, marker, PAGE);
                !page.isEmpty();
                page = view.allVersions(bucket, Bytes.EMPTY, marker, PAGE)) {
            page.forEach(this::add);
            Version end = page.getLast();
            marker = new VersionMarker(Bytes.of(end.key().utf8()), end.id());
        }
    }

    private void add(Version version) {
        if (version.isObject()) {
            there.add(id(version.key(), version.object().etag().value()));
        }
        if (purged.contains(new Purged(version.key(), version.id()))) {
            back.add(version.key() + " " + version.id());
        }
    }

    /// Whether what was put can be found, or an event said that it went.
    boolean accountsFor(Did put) {
        ObjectKey key = ObjectKey.of(put.thing().key());
        String id = id(key, put.etag());
        if (there.contains(id)) {
            return true;
        }
        Set<VersionId> versions = new HashSet<>(made.getOrDefault(id, Set.of()));
        if (!put.version().isEmpty()) {
            versions.add(VersionId.parse(put.version()));
        }
        return versions.stream().anyMatch(version -> purged.contains(new Purged(key, version)));
    }

    /// Versions that are there although they were purged.
    List<String> back() {
        return List.copyOf(back);
    }

    /// The farthest that the node's clock went from one of its events to the next.
    Duration jump() {
        return jump;
    }

    long events() {
        return events;
    }

    int purges() {
        return purged.size();
    }
}
