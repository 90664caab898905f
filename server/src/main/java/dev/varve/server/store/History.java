package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Superseded and deleted versions: see them, bring them back, or let them go at once.
///
/// A purge raises the bucket's history floor to where the purged versions were hidden: as-of reads
/// from before are refused, since they could only be answered wrongly.
public final class History {
    private final Core core;
    private final Provenance provenance;

    History(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
    }

    /// Every version of a key that is still held, newest first, after one.
    public Outcome<List<Version>> of(
            BucketName bucket, ObjectKey key, @Nullable VersionId after, int limit) {
        return core.inBucket(
                bucket, (view, found) -> Outcome.done(view.history(found.id(), key, after, limit)));
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
                .then(id ->
                        core.run(
                                new DeleteCommands.Purge(id, List.of(new Purged(key, version))),
                                provenance))
                .then(result ->
                        result.versions() > 0
                                ? Outcome.done(result)
                                : Outcome.refused(
                                        Reason.NOT_DELETED,
                                        "only superseded or deleted versions that are not"
                                                + " locked can be purged"));
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
        List<Purged> names =
                page.stream().map(version -> new Purged(version.key(), version.id())).toList();
        return core.run(new DeleteCommands.Purge(bucket, names), provenance);
    }
}
