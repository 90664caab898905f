package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.RangeChange;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Superseded and deleted versions: see them, bring them back, or let them go at once.
///
/// A purge raises the bucket's history floor to where the purged versions were hidden: as-of reads
/// from before are refused, since they could only be answered wrongly.
public final class History {
    private static final int PAGE = 1000;

    /// Members that follow know within moments.
    private static final Duration MEMBERS = Duration.ofSeconds(5);

    private final Core core;
    private final Provenance provenance;

    History(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
    }

    /// Every version of a key that is still held, newest first, after one.
    public Outcome<List<Version>> of(
            BucketName bucket, ObjectKey key, @Nullable VersionId after, int limit) {
        return core.inBucketAsOf(
                bucket,
                AsOf.NOW,
                (view, found, at) ->
                        Outcome.done(
                                at.equals(HybridTime.MAX)
                                        ? view.history(found.id(), key, after, limit)
                                        : asOf(view, found.id(), key, after, limit, at)));
    }

    /// As it would have been answered then, of what is still held.
    private static List<Version> asOf(
            ObjectReader view,
            BucketId bucket,
            ObjectKey key,
            @Nullable VersionId after,
            int limit,
            HybridTime at) {
        List<Version> found = new ArrayList<>();
        VersionId last = after;
        while (found.size() < limit) {
            List<Version> page = view.history(bucket, key, last, PAGE);
            page.stream()
                    .flatMap(each -> view.version(bucket, key, each.id(), at).stream())
                    .limit(limit - found.size())
                    .forEach(found::add);
            if (page.size() < PAGE) {
                return found;
            }
            last = page.getLast().id();
        }
        return found;
    }

    /// The version that an event made of a key, as long as it is held.
    public Optional<Version> made(BucketId bucket, ObjectKey key, Stamp by) {
        return core.read(view -> view.version(bucket, key, new VersionId(by), HybridTime.MAX));
    }

    /// What an event about ranges of keys did to each of them, as far as history tells.
    ///
    /// @param after where to go on; null at the beginning
    public RangeChange.Page changes(Recorded event, RangeChange.@Nullable Place after, int limit) {
        if (event.event() instanceof RangeEvent range) {
            return core.read(view -> view.changes(range, event.stamp(), after, limit));
        }
        throw new IllegalArgumentException("not about ranges: " + event.event());
    }

    /// Makes a version current again as a new version, by reference: the one named, or the newest
    /// object of a deleted key.
    public Outcome<Written> undelete(
            BucketName bucket, ObjectKey key, @Nullable VersionId version) {
        return core.run(new WriteCommands.Undelete(bucket, key, version), provenance);
    }

    /// Purges one superseded or deleted version now.
    public Outcome<PurgeResult> purge(BucketName bucket, ObjectKey key, VersionId version) {
        return bucketId(bucket)
                .then(id -> purgeNamed(id, List.of(new Purged(key, version))))
                .then(result ->
                        result.versions() > 0
                                ? Outcome.done(result)
                                : Outcome.refused(
                                        Reason.NOT_DELETED,
                                        "only superseded or deleted versions that are not"
                                                + " locked can be purged"));
    }

    /// Deletes one version if clients see it, unless it is locked, and purges it at once.
    public Outcome<PurgeResult> erase(BucketName bucket, ObjectKey key, VersionRef version) {
        return core.inBucket(
                        bucket,
                        (view, found) ->
                                version.id() == null
                                        ? visibleNull(view, found, key)
                                        : Outcome.done(version.id()))
                .then(id ->
                        core.run(
                                        new DeleteCommands.DeleteVersion(
                                                bucket,
                                                key,
                                                VersionRef.of(id),
                                                Preconditions.NONE,
                                                false),
                                        provenance)
                                .then(_ -> purge(bucket, key, id)));
    }

    private static Outcome<VersionId> visibleNull(ObjectReader view, Bucket bucket, ObjectKey key) {
        return view.nullVersion(bucket.id(), key)
                .map(Version::id)
                .map(Outcome::done)
                .orElseGet(
                        () -> Outcome.refused(Reason.NO_SUCH_VERSION, "there is no null version"));
    }

    /// Purges all superseded and deleted versions of a key now.
    public Outcome<PurgeResult> purge(BucketName bucket, ObjectKey key) {
        return bucketId(bucket).then(id -> purge(id, key));
    }

    private Outcome<PurgeResult> purge(BucketId bucket, ObjectKey key) {
        PurgeResult total = PurgeResult.NOTHING;
        VersionId after = null;
        while (true) {
            VersionId from = after;
            List<Version> page =
                    core.read(view -> view.history(bucket, key, from, VersionsPurged.MAX));
            if (page.isEmpty()) {
                return Outcome.done(total);
            }
            Outcome<PurgeResult> step = purge(bucket, page);
            if (!(step instanceof Outcome.Done<PurgeResult>(PurgeResult purged))) {
                return step;
            }
            total = total.plus(purged);
            after = page.getLast().id();
        }
    }

    /// Purges all superseded and deleted versions under a prefix now; empty for the whole bucket.
    public Outcome<PurgeResult> purge(BucketName bucket, String prefix) {
        return bucketId(bucket).then(id -> purge(id, Bytes.utf8(prefix)));
    }

    private Outcome<BucketId> bucketId(BucketName name) {
        return core.inBucket(name, (view, bucket) -> Outcome.done(bucket)).map(Bucket::id);
    }

    private Outcome<PurgeResult> purge(BucketId bucket, Bytes prefix) {
        PurgeResult total = PurgeResult.NOTHING;
        VersionMarker marker = null;
        while (true) {
            VersionMarker from = marker;
            List<Version> page =
                    core.read(view -> view.allVersions(bucket, prefix, from, VersionsPurged.MAX));
            if (page.isEmpty()) {
                return Outcome.done(total);
            }
            Outcome<PurgeResult> step = purge(bucket, page);
            if (!(step instanceof Outcome.Done<PurgeResult>(PurgeResult purged))) {
                return step;
            }
            total = total.plus(purged);
            Version last = page.getLast();
            marker = new VersionMarker(Bytes.of(last.key().utf8()), last.id());
        }
    }

    private Outcome<PurgeResult> purge(BucketId bucket, List<Version> page) {
        return purgeNamed(
                bucket,
                page.stream().map(version -> new Purged(version.key(), version.id())).toList());
    }

    private Outcome<PurgeResult> purgeNamed(BucketId bucket, List<Purged> names) {
        List<Version> going = core.read(view -> purgeable(view).versions(bucket, names));
        if (going.isEmpty()) {
            return core.read(view -> purgeable(view).isLookedFor(bucket, names))
                    ? Outcome.refused(
                            Reason.MEMBERS_BEHIND,
                            "a restore may look for it yet, as long as members may tell of older"
                                    + " changes; try again in a moment")
                    : Outcome.done(PurgeResult.NOTHING);
        }
        List<Purged> found =
                going.stream().map(version -> new Purged(version.key(), version.id())).toList();
        HybridTime floor = Purgeable.floor(going);
        return announced(bucket, floor)
                .then(_ ->
                        core.run(
                                new PurgeCommands.Purge(bucket, found, floor, core.duties()),
                                provenance));
    }

    private Purgeable purgeable(ObjectReader view) {
        return new Purgeable(view, core.parts().clock().instant(), core.duties());
    }

    /// In a cluster every member knows the floor by then.
    private Outcome<Boolean> announced(BucketId bucket, HybridTime floor) {
        return core.read(core.duties()::isShared)
                ? core.run(new PurgeCommands.Announce(bucket, floor), provenance).then(_ -> known())
                : Outcome.done(true);
    }

    private Outcome<Boolean> known() {
        Knowing knowing = core.duties().others().asked();
        try {
            return knowing.await(MEMBERS)
                    ? Outcome.done(true)
                    : Outcome.refused(
                            Reason.MEMBERS_BEHIND,
                            "nothing goes before every member knows that it will, and these do not"
                                    + " yet: "
                                    + String.join(", ", knowing.missing()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused(Reason.BUSY, "the node is closing");
        }
    }
}
