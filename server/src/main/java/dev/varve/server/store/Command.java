package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Rules.Growth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A request to change something, decided on the journal's single writer. Pure: it reads the view
/// and the context only, and answers the same for the same.
interface Command<R> {
    Decision<R> decide(ObjectReader view, Context context);

    /// Whether it may need space; those that do not are taken on a full disk too.
    default boolean grows() {
        return true;
    }

    /// What a decision may know beside the view.
    record Context(Instant now, RandomGenerator ids, Limits limits, Quotas quotas, Lately lately) {
        Context(Instant now, RandomGenerator ids, Limits limits, Lately lately) {
            this(
                    now,
                    ids,
                    limits,
                    (view, bucket, growth) -> Rules.quota(view, bucket, limits, growth),
                    lately);
        }

        /// The same, with other bookkeeping of what the bucket grows by.
        Context with(Quotas changed) {
            return new Context(now, ids, limits, changed, lately);
        }
    }

    /// Asked for room before a bucket grows or shrinks.
    @FunctionalInterface
    interface Quotas {
        Optional<Refusal> take(ObjectReader view, Bucket bucket, Growth growth);
    }

    sealed interface Decision<R> {
        /// `answer` gets the events as recorded, to name versions by them.
        record Accept<R>(List<Event> events, Function<List<Recorded>, R> answer)
                implements Decision<R> {}

        record Refuse<R>(Refusal refusal) implements Decision<R> {}

        /// No event, but work for this node alone. It runs on the writer once the batch is
        /// durable, so that it never acts on a decision that came to nothing.
        record Local<R>(Function<LocalRoom, R> work) implements Decision<R> {}
    }

    /// What local work sees and may change.
    interface LocalRoom {
        /// The committed state.
        ObjectReader view();

        void forgetOrphan(BlobId blob);

        /// How many rows it forgot of what is kept for events of other members that come late.
        int forgetKept(HybridTime stable, int limit);
    }

    static <R> Decision<R> accept(Event event, Function<Recorded, R> answer) {
        return new Decision.Accept<>(List.of(event), recorded -> answer.apply(recorded.get(0)));
    }

    static <R> Decision<R> accept(List<Event> events, R answer) {
        return new Decision.Accept<>(events, recorded -> answer);
    }

    /// Nothing needs to change; the answer still waits for the batch.
    static <R> Decision<R> unchanged(R answer) {
        return new Decision.Accept<>(List.of(), recorded -> answer);
    }

    static <R> Decision<R> refuse(Refusal.Reason reason, String message) {
        return new Decision.Refuse<>(Refusal.of(reason, message));
    }
}
