package dev.varve.server.store;

import dev.varve.log.BlobStore;
import dev.varve.log.BucketName;
import dev.varve.log.Disk;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.blob.DomainKeys;
import dev.varve.projections.Fold;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectView;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What every operation of the store works with.
record Core(Parts parts, Sequencer sequencer, Space space, Strays strays, Held held) {
    /// The last millisecond that hybrid time can name.
    private static final Instant LAST = HybridTime.MAX.instant();

    Core(Parts parts, Sequencer sequencer, Space space, Strays strays) {
        this(parts, sequencer, space, strays, Held.NOTHING);
    }

    /// The same for a caller who may use this bucket, and no other of its name.
    Core holding(Bucket bucket) {
        return new Core(parts, sequencer, space, strays, held.and(bucket));
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
            Duration uploadExpiry) {

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
                    VarveConfig.UploadSettings.DEFAULT.expireAfter());
        }
    }

    BlobStore blobs() {
        return parts.blobs();
    }

    Limits limits() {
        return parts.limits();
    }

    /// As [Sequencer#submit].
    <R> CompletableFuture<Outcome<R>> submit(Command<R> command, Provenance provenance) {
        return sequencer.submit(held.guard(command), provenance);
    }

    /// As [Sequencer#run].
    <R> Outcome<R> run(Command<R> command, Provenance provenance) {
        return sequencer.await(submit(command, provenance));
    }

    /// Runs a command that relies on bytes, which stay pinned until its answer is known: even when
    /// this thread stops waiting for it.
    <R> Outcome<R> pinnedUntilAnswered(Command<R> command, Provenance provenance, Pins pins) {
        return sequencer.await(
                submit(command, provenance)
                        .whenComplete((outcome, failure) -> {
                            pins.close();
                            if (failure != null || !outcome.isDone()) {
                                strays.add(pins.blobs());
                            }
                        }));
    }

    /// Lets go of bytes that no event will name.
    void abandon(Pins pins) {
        pins.close();
        strays.add(pins.blobs());
    }

    /// Reads one consistent state.
    <R> R read(Function<ObjectReader, R> query) {
        try (ViewSnapshot snapshot = parts.views().snapshot()) {
            return query.apply(new ObjectView(snapshot));
        }
    }

    <R> Outcome<R> inBucket(BucketName name, BiFunction<ObjectReader, Bucket, Outcome<R>> query) {
        return read(view -> inBucket(view, name, query));
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

    /// Reads a bucket as it was then, refused where history does not reach.
    <R> Outcome<R> inBucketAsOf(BucketName name, AsOf asOf, PastQuery<R> query) {
        Outcome<HybridTime> time = time(asOf);
        return time.then(at ->
                inBucket(
                        name,
                        (view, bucket) -> {
                            Refusal refusal = unreadable(bucket, at);
                            return refusal == null
                                    ? query.ask(view, bucket, at)
                                    : new Outcome.Refused<>(refusal);
                        }));
    }

    @FunctionalInterface
    interface PastQuery<R> {
        Outcome<R> ask(ObjectReader view, Bucket bucket, HybridTime asOf);
    }

    private static @Nullable Refusal unreadable(Bucket bucket, HybridTime at) {
        if (at.instant().isBefore(bucket.created())) {
            return Refusal.of(Reason.NO_SUCH_BUCKET, "'" + bucket.name() + "' did not exist then");
        }
        if (at.compareTo(bucket.historyFloor()) < 0) {
            return Refusal.of(
                    Reason.BELOW_HISTORY_FLOOR,
                    "history of '" + bucket.name() + "' begins at " + bucket.historyFloor());
        }
        return null;
    }

    private Outcome<HybridTime> time(AsOf asOf) {
        return switch (asOf) {
            case AsOf.Now _ -> Outcome.done(HybridTime.MAX);
            case AsOf.At(Instant instant) -> at(instant);
            case AsOf.AtPosition(Position position) -> timeOf(position);
        };
    }

    private static Outcome<HybridTime> at(Instant instant) {
        return instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)
                ? Outcome.refused(Reason.INVALID_ARGUMENT, "not a time of this store: " + instant)
                : Outcome.done(HybridTime.endOf(instant));
    }

    private Outcome<HybridTime> timeOf(Position position) {
        Journal journal = parts.journal();
        if (position.isNone() || position.isAfter(sequencer.visible())) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT,
                    "position "
                            + position
                            + " is not in the journal; it ends at "
                            + sequencer.visible());
        }
        if (journal.oldest().isAfter(position)) {
            return Outcome.refused(
                    Reason.BELOW_HISTORY_FLOOR, "the journal begins at " + journal.oldest());
        }
        try (JournalCursor cursor = journal.read(position)) {
            Recorded recorded = cursor.next();
            return recorded == null
                    ? Outcome.refused(Reason.INVALID_ARGUMENT, "nothing at " + position)
                    : Outcome.done(recorded.envelope().time());
        }
    }
}
