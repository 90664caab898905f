package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.projections.objects.ListQuery;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.LifecycleItem.Kind;
import dev.varve.server.store.LifecyclePlan.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks through a bucket once, page by page, for what goes by its rules: keys below the prefixes of the
/// rules, then uploads. Pages may be of different states of the bucket: whoever acts on what it finds
/// looks again.
final class LifecycleScan {
    private final BucketId bucket;
    private final boolean versions;
    private final LifecyclePlan plan;
    private final List<byte[]> prefixes;
    private int prefix;
    private @Nullable LifecyclePlace place;

    /// The key that the last page ended in the middle of.
    private @Nullable Run run;

    /// Behind which key all was looked at.
    private Bytes whole;

    /// Versions of one key, from the newest on.
    private static final class Run {
        final Bytes key;
        final List<VersionId> newest = new ArrayList<>();
        @Nullable VersionId last;
        Instant lastMade = Instant.EPOCH;
        int seen;

        Run(Bytes key) {
            this.key = key;
        }

        void add(Version version) {
            if (newest.size() <= Noncurrent.MOST_KEPT) {
                newest.add(version.id());
            }
            last = version.id();
            lastMade = version.modified();
            seen++;
        }

        /// What a version must still be below of: those that are kept, and the current one.
        List<VersionId> newest(int keep) {
            return newest.subList(0, Math.min(newest.size(), keep + 1));
        }
    }

    LifecycleScan(Bucket bucket, LifecyclePlan plan, LifecyclePlace from) {
        this.bucket = bucket.id();
        this.versions = bucket.settings().versioning() != Versioning.OFF;
        this.plan = plan;
        this.prefixes = plan.prefixes();
        this.place = from;
        this.whole = from.key();
        while (prefix < prefixes.size() && !isBefore(from.key().toArray(), prefixes.get(prefix))) {
            prefix++;
        }
    }

    private static boolean isBefore(byte[] key, byte[] prefix) {
        return Arrays.compareUnsigned(key, prefix) <= 0 || Bytes.startsWith(key, prefix);
    }

    /// Where it goes on; null at the end.
    @Nullable LifecyclePlace place() {
        return place;
    }

    /// The same, but never within a key: for those who begin again without what this one knows.
    @Nullable LifecyclePlace wholeKeys() {
        LifecyclePlace now = place;
        return now == null || now.uploads() ? now : LifecyclePlace.behind(whole);
    }

    /// Looks at so many more versions or uploads. Prefixes that nothing is behind are passed at once:
    /// a place names none.
    ///
    /// @param until what goes later is left out
    List<LifecycleItem> page(ObjectReader view, Instant until, int limit) {
        List<LifecycleItem> found = List.of();
        boolean looked = false;
        while (!looked && place != null) {
            LifecyclePlace from = place;
            looked = from.uploads();
            if (from.uploads()) {
                found = uploads(view, from, until, limit);
            } else if (prefix == prefixes.size()) {
                place = plan.hasUploads() ? LifecyclePlace.UPLOADS : null;
            } else {
                Bytes before = whole;
                found =
                        versions
                                ? versions(view, from, until, limit)
                                : objects(view, from, until, limit);
                looked = run != null || !whole.equals(before);
            }
        }
        return found;
    }

    private ListQuery query(LifecyclePlace from, int limit) {
        byte[] within = prefixes.get(prefix);
        boolean inside = Bytes.startsWith(from.key().toArray(), within);
        return new ListQuery(
                Bytes.of(within),
                Bytes.EMPTY,
                inside ? from.key() : Bytes.EMPTY,
                limit,
                HybridTime.MAX);
    }

    /// Only current objects: there is nothing else in a bucket that never had versions.
    private List<LifecycleItem> objects(
            ObjectReader view, LifecyclePlace from, Instant until, int limit) {
        List<LifecycleItem> found = new ArrayList<>();
        ListPage page = view.list(bucket, query(from, limit));
        for (ListedObject object : page.objects()) {
            plan.atSoonest(object.key(), object.size(), object.modified())
                    .filter(due -> !due.at().isAfter(until))
                    .flatMap(due -> view.current(bucket, object.key(), HybridTime.MAX))
                    .filter(Version::isObject)
                    .flatMap(version -> item(Kind.OBJECT, version, plan.object(version)))
                    .filter(item -> !item.at().isAfter(until))
                    .ifPresent(found::add);
            whole = Bytes.of(object.key().utf8());
        }
        advance(page.next() == null ? null : LifecyclePlace.behind(whole));
        return found;
    }

    private void advance(@Nullable LifecyclePlace next) {
        if (next == null) {
            prefix++;
            run = null;
        }
        place = next == null ? LifecyclePlace.behind(whole) : next;
    }

    private static Optional<LifecycleItem> item(Kind kind, Version version, Optional<Due> due) {
        return due.map(found -> item(kind, version, found, List.of(), null));
    }

    private static LifecycleItem item(
            Kind kind,
            Version version,
            Due due,
            List<VersionId> newest,
            @Nullable VersionId above) {
        return new LifecycleItem(
                kind,
                version.key(),
                version.id().stamp(),
                version.size(),
                due.at(),
                due.rule(),
                newest,
                above);
    }

    private List<LifecycleItem> versions(
            ObjectReader view, LifecyclePlace from, Instant until, int limit) {
        resume(view, from);
        List<LifecycleItem> found = new ArrayList<>();
        Stamp last = from.last();
        VersionMarker marker =
                last == null || run == null
                        ? null
                        : new VersionMarker(from.key(), new VersionId(last));
        VersionPage page = view.listVersions(bucket, query(from, limit), marker);
        for (ListedVersion listed : page.versions()) {
            look(view, listed).filter(item -> !item.at().isAfter(until)).ifPresent(found::add);
        }
        Run open = run;
        VersionId at = open == null ? null : open.last;
        if (page.next() == null) {
            whole = open == null ? whole : open.key;
        }
        advance(
                page.next() == null || open == null || at == null
                        ? null
                        : new LifecyclePlace(false, open.key, at.stamp(), open.seen));
        return found;
    }

    /// Knows again of a key what it needs to, where it begins within one. What was the last one must
    /// still be there for that: else it is through with the key.
    private void resume(ObjectReader view, LifecyclePlace from) {
        Stamp last = from.last();
        if (run != null || last == null) {
            return;
        }
        ObjectKey key = ObjectKey.ofUtf8(from.key().toArray());
        view.version(bucket, key, new VersionId(last), HybridTime.MAX)
                .ifPresent(version -> {
                    Run known = new Run(from.key());
                    known.add(version);
                    known.seen = from.newer();
                    run = known;
                });
    }

    private Optional<LifecycleItem> look(ObjectReader view, ListedVersion listed) {
        Version version = listed.version();
        Bytes key = Bytes.of(version.key().utf8());
        Run of = run;
        if (of == null || !of.key.equals(key)) {
            whole = of == null ? whole : of.key;
            of = new Run(key);
            run = of;
        }
        Optional<LifecycleItem> item =
                of.seen > 0
                        ? below(of, version)
                        : listed.latest() ? newest(view, version) : Optional.empty();
        of.add(version);
        return item;
    }

    private Optional<LifecycleItem> newest(ObjectReader view, Version version) {
        return version.isObject()
                ? item(Kind.OBJECT, version, plan.object(version))
                : item(Kind.MARKER, version, plan.marker(version))
                        .filter(item -> isAlone(view, item.key()));
    }

    /// Keys with a prefix begin with the one that is the prefix.
    private boolean isAlone(ObjectReader view, ObjectKey key) {
        ListQuery two =
                new ListQuery(Bytes.of(key.utf8()), Bytes.EMPTY, Bytes.EMPTY, 2, HybridTime.MAX);
        List<ListedVersion> first = view.listVersions(bucket, two, null).versions();
        return first.size() < 2 || !first.get(1).version().key().equals(key);
    }

    private Optional<LifecycleItem> below(Run of, Version version) {
        return plan.noncurrent(version, of.lastMade, of.seen - 1)
                .flatMap(due -> {
                    Noncurrent rule = due.rule().noncurrent();
                    return rule == null
                            ? Optional.empty()
                            : Optional.of(
                                    item(
                                            Kind.NONCURRENT,
                                            version,
                                            due,
                                            of.newest(rule.keep()),
                                            of.last));
                });
    }

    private List<LifecycleItem> uploads(
            ObjectReader view, LifecyclePlace from, Instant until, int limit) {
        Stamp last = from.last();
        UploadMarker marker =
                last == null
                        ? null
                        : new UploadMarker(
                                ObjectKey.ofUtf8(from.key().toArray()), new UploadId(last));
        UploadPage page = view.listUploads(bucket, Bytes.EMPTY, Bytes.EMPTY, marker, limit);
        List<LifecycleItem> found = new ArrayList<>();
        for (Upload upload : page.uploads()) {
            plan.upload(upload)
                    .filter(due -> !due.at().isAfter(until))
                    .map(due -> item(upload, due))
                    .ifPresent(found::add);
        }
        UploadMarker next = page.next();
        place =
                next == null
                        ? null
                        : new LifecyclePlace(
                                true,
                                Bytes.of(next.key().utf8()),
                                next.upload() == null ? null : next.upload().stamp(),
                                0);
        return found;
    }

    private static LifecycleItem item(Upload upload, Due due) {
        return new LifecycleItem(
                Kind.UPLOAD,
                upload.key(),
                upload.id().stamp(),
                0,
                due.at(),
                due.rule(),
                List.of(),
                null);
    }
}
