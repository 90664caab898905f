package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.LifecycleRule;
import dev.varve.log.NotificationRule;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.BucketRule;
import dev.varve.projections.objects.Lifecycle;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.UsageDay;
import java.time.LocalDate;
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

    /// The rules by which what is in a bucket goes by itself; none where it has none.
    public Outcome<List<LifecycleRule>> lifecycle(BucketName name) {
        return core.inBucketAsOf(
                name,
                AsOf.NOW, // rules are of now, even of a view of the past
                (view, bucket, at) ->
                        Outcome.done(
                                view.lifecycle(bucket.id())
                                        .map(Lifecycle::rules)
                                        .orElse(List.of())));
    }

    /// Replaces all of these rules; none end them.
    public Outcome<List<LifecycleRule>> setLifecycle(BucketName name, List<LifecycleRule> rules) {
        return core.run(new LifecycleCommands.Set(name, List.copyOf(rules)), provenance);
    }

    /// Replaces all rules that say which changes go to which webhooks. Refused where one names no webhook,
    /// or one of another bucket.
    public Outcome<List<NotificationRule>> setNotification(
            BucketName bucket, List<NotificationRule> rules) {
        return core.run(new WebhookCommands.SetRules(bucket, List.copyOf(rules)), provenance);
    }

    /// Those rules that are in force.
    public List<NotificationRule> notification(BucketId bucket) {
        return core.read(view -> view.rules(bucket)).stream()
                .filter(BucketRule::isInForce)
                .map(BucketRule::rule)
                .toList();
    }

    public Optional<Bucket> find(BucketName name) {
        return core.held()
                .past(name)
                .map(past -> core.read(view -> view.bucketEver(past.bucket().id())))
                .orElseGet(() -> core.read(view -> view.bucket(name)));
    }

    /// The bucket that had the name at a moment that is over, deleted since or not; none where nothing of
    /// its history is kept. See [ObjectStore#viewing].
    public Outcome<PastBucket> at(BucketName name, AsOf asOf) {
        return new Past(core).bucket(name, asOf);
    }

    public Outcome<PastBucket> at(BucketId id, AsOf asOf) {
        return new Past(core).bucket(id, asOf);
    }

    /// Why a view of the past cannot be read, if so: history may not reach so far.
    public Optional<Refusal> unreadable(PastBucket past) {
        return Optional.ofNullable(Past.unreadable(past.bucket(), past.time()));
    }

    public Optional<Bucket> find(BucketId id) {
        return core.read(view -> view.bucket(id));
    }

    /// In name order, after a name (empty: from the first).
    public List<Bucket> list(String prefix, String after, int limit) {
        return core.read(view -> view.buckets(prefix, after, limit));
    }

    public Outcome<Usage> usage(BucketName name) {
        return core.inBucket(name, (view, bucket) -> Outcome.done(view.usage(bucket.id())));
    }

    /// What it held at the end of each day, both included; see [UsageDay].
    public Outcome<List<UsageDay>> usageDays(BucketName name, LocalDate from, LocalDate to) {
        return core.inBucket(
                name, (view, bucket) -> Outcome.done(view.usageDays(bucket.id(), from, to)));
    }

    public List<UsageDay> totalUsageDays(LocalDate from, LocalDate to) {
        return core.read(view -> view.totalUsageDays(from, to));
    }

    public Usage totalUsage() {
        return core.read(view -> view.totalUsage());
    }
}
