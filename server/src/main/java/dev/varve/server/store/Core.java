package dev.varve.server.store;

import dev.varve.log.BlobStore;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Disk;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.Provenance;
import dev.varve.log.blob.DomainKeys;
import dev.varve.projections.Fold;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectView;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What every operation of the store works with.
///
/// @param link that the caller came with; null where he came without
record Core(
        Parts parts,
        Sequencer sequencer,
        Space space,
        Strays strays,
        Stages stages,
        LifecyclePlans plans,
        Held held,
        @Nullable LinkUse link) {
    Core(Parts parts, Sequencer sequencer, Space space, Strays strays) {
        this(
                parts,
                sequencer,
                space,
                strays,
                new Stages(parts, strays),
                new LifecyclePlans(),
                Held.NOTHING,
                null);
    }

    /// One that has little to take over has done so within moments.
    private static final Duration JOINED_WITHIN = Duration.ofSeconds(10);

    /// The same for a caller who may use this bucket, and no other of its name.
    Core holding(Bucket bucket) {
        return new Core(parts, sequencer, space, strays, stages, plans, held.and(bucket), link);
    }

    /// The same where this name stands for a bucket as it was.
    Core viewing(BucketName name, PastBucket past) {
        return new Core(
                parts, sequencer, space, strays, stages, plans, held.viewing(name, past), link);
    }

    /// The same for a caller who came with this link.
    Core through(LinkUse use) {
        return new Core(parts, sequencer, space, strays, stages, plans, held, use);
    }

    /// The rooms below, wired once when a store is opened.
    record Parts(
            Journal journal,
            BlobStore blobs,
            ViewStore views,
            Fold fold,
            Disk disk,
            InstantSource clock,
            RandomGenerator ids,
            Limits limits,
            DomainKeys domains,
            BucketSettings newBuckets,
            Duration uploadExpiry,
            Duties duties) {

        /// A store without private dedup domains.
        Parts(
                Journal journal,
                BlobStore blobs,
                ViewStore views,
                Fold fold,
                Disk disk,
                InstantSource clock,
                RandomGenerator ids,
                Limits limits) {
            this(
                    journal,
                    blobs,
                    views,
                    fold,
                    disk,
                    clock,
                    ids,
                    limits,
                    DomainKeys.NONE,
                    BucketSettings.DEFAULT,
                    VarveConfig.UploadSettings.DEFAULT.expireAfter(),
                    new Duties(journal.origin().node()));
        }
    }

    /// What of a cluster's work is this node's.
    Duties duties() {
        return parts.duties();
    }

    BlobStore blobs() {
        return parts.blobs();
    }

    Limits limits() {
        return parts.limits();
    }

    /// As [Sequencer#submit]. Nothing that is asked for is done before a node that joins a cluster has taken
    /// over what the others did until they let it in: others rely on it that it knows that.
    <R> CompletableFuture<Outcome<R>> submit(Command<R> command, Provenance provenance) {
        if (provenance.surface() != Provenance.Surface.PEER
                && !duties().awaitJoined(JOINED_WITHIN)) {
            return CompletableFuture.completedFuture(
                    Outcome.refused(
                            Reason.MEMBERS_BEHIND,
                            "this node is joining its cluster, and takes changes once it has taken"
                                    + " over what let it in"));
        }
        Command<R> guarded = held.guard(command);
        return sequencer.submit(
                link == null ? guarded : new LinkCommands.Under<>(link, guarded), provenance);
    }

    /// As [Sequencer#run].
    <R> Outcome<R> run(Command<R> command, Provenance provenance) {
        return sequencer.confirmed(sequencer.await(submit(command, provenance)), provenance);
    }

    /// As [Sequencer#await].
    <R> Outcome<R> await(CompletableFuture<Outcome<R>> answer) {
        return sequencer.await(answer);
    }

    /// Runs a command that relies on bytes, which stay pinned until its answer is known: even when
    /// this thread stops waiting for it.
    <R> Outcome<R> pinnedUntilAnswered(Command<R> command, Provenance provenance, Pins pins) {
        return sequencer.confirmed(
                sequencer.await(
                        submit(command, provenance)
                                .whenComplete((outcome, failure) -> {
                                    pins.close();
                                    if (failure != null || !outcome.isDone()) {
                                        strays.add(pins.blobs());
                                    }
                                })),
                provenance);
    }

    /// Lets go of bytes that no event will name.
    void abandon(Pins pins) {
        pins.close();
        strays.add(pins.blobs());
    }

    /// Whether there is such a bucket for this caller.
    boolean mayUse(BucketName name) {
        return inBucket(name, (view, bucket) -> Outcome.done(bucket)).isDone();
    }

    /// Reads one consistent state.
    <R> R read(Function<ObjectReader, R> query) {
        try (ViewSnapshot snapshot = parts.views().snapshot()) {
            return query.apply(new ObjectView(snapshot));
        }
    }

    <R> Outcome<R> inBucket(BucketName name, BiFunction<ObjectReader, Bucket, Outcome<R>> query) {
        return held.past(name).isPresent()
                ? Outcome.refused(
                        Reason.READ_ONLY, "'" + name + "' is a view of the past, and only that")
                : read(view -> inBucket(view, name, query));
    }

    private <R> Outcome<R> inBucket(
            ObjectReader view,
            BucketName name,
            BiFunction<ObjectReader, Bucket, Outcome<R>> query) {
        Optional<Bucket> bucket = view.bucket(name).filter(held::allows);
        return bucket.isPresent()
                ? query.apply(view, bucket.get())
                : new Outcome.Refused<>(Rules.noBucket(name));
    }

    /// Reads a bucket as it was then, refused where history does not reach. What stands for a view of the
    /// past is read as of its time.
    <R> Outcome<R> inBucketAsOf(BucketName name, AsOf asOf, PastQuery<R> query) {
        Optional<PastBucket> past = held.past(name);
        if (past.isPresent()) {
            return asOf instanceof AsOf.Now
                    ? read(view -> inPast(view, past.get(), query))
                    : Outcome.refused(
                            Reason.INVALID_ARGUMENT,
                            "'" + name + "' is a view of one moment already");
        }
        return time(asOf)
                .then(at ->
                        inBucket(
                                name,
                                (view, bucket) -> {
                                    Refusal refusal = unreadable(bucket, at);
                                    return refusal == null
                                            ? query.ask(view, bucket, at)
                                            : new Outcome.Refused<>(refusal);
                                }));
    }

    /// Looks again whether history reaches so far: it may have been purged since the view was made.
    private static <R> Outcome<R> inPast(ObjectReader view, PastBucket past, PastQuery<R> query) {
        Optional<Bucket> bucket = view.bucketEver(past.bucket().id());
        if (bucket.isEmpty()) {
            return Outcome.refused(
                    Reason.NO_SUCH_BUCKET, "nothing of the history of that bucket is kept");
        }
        Refusal refusal = Past.unreadable(bucket.get(), past.time());
        return refusal == null
                ? query.ask(view, bucket.get(), past.time())
                : new Outcome.Refused<>(refusal);
    }

    /// The bucket that a version was read from.
    Outcome<Bucket> sourceOf(ReadRequest request) {
        return inBucketAsOf(
                request.bucket(), request.asOf(), (view, bucket, at) -> Outcome.done(bucket));
    }

    @FunctionalInterface
    interface PastQuery<R> {
        Outcome<R> ask(ObjectReader view, Bucket bucket, HybridTime asOf);
    }

    /// What a time or position is in the order of events.
    Outcome<HybridTime> time(AsOf asOf) {
        return new Past(this).time(asOf);
    }

    static @Nullable Refusal unreadable(Bucket bucket, HybridTime at) {
        return at.instant().isBefore(bucket.created())
                ? Refusal.of(Reason.NO_SUCH_BUCKET, "'" + bucket.name() + "' did not exist then")
                : Past.unreadable(bucket, at);
    }
}
