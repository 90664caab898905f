package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what there was at an earlier time.
final class Past {
    /// The last millisecond that hybrid time can name.
    private static final Instant LAST = HybridTime.MAX.instant();

    private static final Command<Boolean> NOTHING = (view, context) -> Command.unchanged(true);

    private final Journal journal;
    private final Core core;

    Past(Core core) {
        this.core = core;
        this.journal = core.parts().journal();
    }

    /// The bucket that had the name then.
    Outcome<PastBucket> bucket(BucketName name, AsOf asOf) {
        return moment(asOf)
                .then(time ->
                        found(
                                time,
                                view -> view.bucketAt(name, time),
                                "there was no bucket '%s' then, or nothing of its history is kept"
                                        .formatted(name)));
    }

    /// A bucket that was there then.
    Outcome<PastBucket> bucket(BucketId id, AsOf asOf) {
        return moment(asOf)
                .then(time ->
                        found(
                                time,
                                view ->
                                        view.bucketEver(id)
                                                .filter(bucket -> view.wasThere(bucket, time)),
                                "there was no such bucket then, or nothing of its history is"
                                        + " kept"));
    }

    private Outcome<PastBucket> found(
            HybridTime time, Function<ObjectReader, Optional<Bucket>> query, String missing) {
        return core.read(query)
                .map(bucket -> Outcome.done(new PastBucket(bucket, time)))
                .orElseGet(() -> Outcome.refused(Reason.NO_SUCH_BUCKET, missing));
    }

    /// Why a bucket cannot be read as of a time, or null when it can.
    static @Nullable Refusal unreadable(Bucket bucket, HybridTime at) {
        return at.compareTo(bucket.historyFloor()) < 0
                ? Refusal.of(
                        Reason.BELOW_HISTORY_FLOOR,
                        "history of '" + bucket.name() + "' begins at " + bucket.historyFloor())
                : null;
    }

    /// A moment that is over: whatever is read as of it is the same each time.
    private Outcome<HybridTime> moment(AsOf asOf) {
        return switch (asOf) {
            case AsOf.Now _ -> Outcome.refused(Reason.INVALID_ARGUMENT, "now is not over yet");
            case AsOf.AtPosition(Position position) -> timeOf(position);
            case AsOf.At(Instant instant) -> at(instant).then(time -> over(instant, time));
        };
    }

    /// Events of that time may be on their way yet, unless reads see a later one.
    private Outcome<HybridTime> over(Instant instant, HybridTime time) {
        if (time.millis() >= core.parts().clock().millis()) {
            return Outcome.refused(Reason.INVALID_ARGUMENT, instant + " is not over yet");
        }
        Position visible = core.sequencer().visible();
        boolean seen =
                !visible.isNone()
                        && timeOf(visible) instanceof Outcome.Done<HybridTime>(HybridTime newest)
                        && newest.compareTo(time) > 0;
        return seen ? Outcome.done(time) : awaitWriter().map(_ -> time);
    }

    private Outcome<Boolean> awaitWriter() {
        try {
            return core.sequencer().run(NOTHING, Provenance.SYSTEM);
        } catch (StoreException.Failed e) { // no more writes: nothing is on its way
            return Outcome.done(true);
        }
    }

    /// The last hybrid time of what `asOf` means.
    Outcome<HybridTime> time(AsOf asOf) {
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
        if (position.isNone() || position.isAfter(core.sequencer().visible())) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT,
                    "position "
                            + position
                            + " is not in the journal; it ends at "
                            + core.sequencer().visible());
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
