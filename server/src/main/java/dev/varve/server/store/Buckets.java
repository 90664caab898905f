package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Usage;
import java.util.List;
import java.util.Optional;

/// Buckets and their settings.
public final class Buckets {
    private final Core core;
    private final Provenance provenance;

    Buckets(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
    }

    public Outcome<BucketId> create(BucketName name) {
        return create(name, defaults());
    }

    /// What a new bucket gets where its maker says nothing else.
    public BucketSettings defaults() {
        return core.parts().newBuckets();
    }

    /// The caller becomes the owner.
    public Outcome<BucketId> create(BucketName name, BucketSettings settings) {
        int domain = settings.dedupDomain();
        if (domain != BlobId.SHARED_DOMAIN && core.parts().domains().key(domain).isEmpty()) {
            return Outcome.refused(
                    Refusal.Reason.INVALID_ARGUMENT, "there is no dedup domain " + domain);
        }
        String owner = provenance.actor().id();
        return core.run(new BucketCommands.Create(name, owner, settings), provenance);
    }

    /// Only a bucket without versions that clients see and without open uploads.
    public Outcome<BucketId> delete(BucketName name) {
        return core.run(new BucketCommands.Delete(name), provenance);
    }

    public Outcome<BucketSettings> change(BucketName name, SettingsChange change) {
        return core.run(new BucketCommands.Change(name, change), provenance);
    }

    public Optional<Bucket> find(BucketName name) {
        return core.read(view -> view.bucket(name));
    }

    /// In name order, after a name (empty: from the first).
    public List<Bucket> list(String prefix, String after, int limit) {
        return core.read(view -> view.buckets(prefix, after, limit));
    }

    public Outcome<Usage> usage(BucketName name) {
        return core.inBucket(name, (view, bucket) -> Outcome.done(view.usage(bucket.id())));
    }

    public Usage totalUsage() {
        return core.read(view -> view.totalUsage());
    }
}
