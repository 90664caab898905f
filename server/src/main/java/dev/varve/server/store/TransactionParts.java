package dev.varve.server.store;

import dev.varve.log.Event;
import dev.varve.log.Event.ObjectCopied;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Command.Decision;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.TransactionResult.Effect;
import dev.varve.server.store.TransactionResult.Held;
import dev.varve.server.store.TransactionResult.Wrote;
import dev.varve.server.store.WriteCommands.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Decisions that only transactions make: all of a copy on the writer, where its source cannot change
/// any more, and what must hold without being changed.
final class TransactionParts {
    private TransactionParts() {}

    /// Makes a version of bytes that must be in the bucket's dedup domain already.
    record InDomain(Target target, ObjectState state, Command<Written> command)
            implements Command<Written> {
        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            return elsewhere(view, target, state)
                    .<Decision<Written>>map(Decision.Refuse::new)
                    .orElseGet(() -> command.decide(view, context));
        }
    }

    private static Optional<Refusal> elsewhere(
            ObjectReader view, Target target, ObjectState state) {
        return view.bucket(target.bucket())
                .map(bucket -> bucket.settings().dedupDomain())
                .filter(domain -> !Writes.inDomain(state.content(), domain))
                .map(domain ->
                        Refusal.of(
                                Reason.INVALID_BUCKET_STATE,
                                "the bytes are in another dedup domain than '"
                                        + target.bucket()
                                        + "'"));
    }

    /// Copies what the source is when this is decided.
    record CopyNow(CopyRequest copy) implements Command<Written> {
        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            ReadRequest request = copy.source();
            Optional<Bucket> from = view.bucket(request.bucket());
            if (from.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(request.bucket()));
            }
            return switch (source(view, from.get()).then(found -> Writes.copyOf(found, request))) {
                case Outcome.Refused<Version>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Outcome.Done<Version>(Version source) ->
                        copy(view, context, from.get(), source);
            };
        }

        private Outcome<Version> source(ObjectReader view, Bucket bucket) {
            ReadRequest request = copy.source();
            VersionRef ref = request.version();
            Optional<Version> found =
                    ref == null
                            ? view.current(bucket.id(), request.key(), HybridTime.MAX)
                                    .filter(each -> each.kind() != Version.Kind.TOMBSTONE)
                            : Rules.visible(view, bucket.id(), request.key(), ref);
            return found.map(Outcome::done)
                    .orElseGet(() -> new Outcome.Refused<>(Reads.missing(request)));
        }

        private Decision<Written> copy(
                ObjectReader view, Context context, Bucket from, Version source) {
            Target target = new Target(copy.bucket(), copy.key(), copy.preconditions());
            ObjectState state = source.object().with(Writes.attributes(copy, source));
            Optional<Refusal> elsewhere = elsewhere(view, target, state);
            return elsewhere.isPresent()
                    ? new Decision.Refuse<>(elsewhere.get())
                    : WriteCommands.place(
                            view,
                            context,
                            target,
                            state,
                            (bucket, nullVersion, placed) ->
                                    new ObjectCopied(
                                            bucket.id(),
                                            target.key(),
                                            nullVersion,
                                            placed,
                                            from.id(),
                                            source.key(),
                                            source.id()));
        }
    }

    /// Both or neither; the answer is the first one's.
    record Both<R>(Command<R> first, Command<?> second) implements Command<R> {
        @Override
        public Decision<R> decide(ObjectReader view, Context context) {
            Decision<R> one = first.decide(view, context);
            return one instanceof Decision.Accept<R>(List<Event> events, var answer)
                    ? with(events, answer, second.decide(view, context))
                    : one;
        }

        private Decision<R> with(
                List<Event> events, Function<List<Recorded>, R> answer, Decision<?> other) {
            return switch (other) {
                case Decision.Refuse<?>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Decision.Accept<?>(List<Event> more, var _) -> {
                    List<Event> all = new ArrayList<>(events);
                    all.addAll(more);
                    yield new Decision.Accept<>(all, answer);
                }
                case Decision.Local<?> _ ->
                        throw new IllegalStateException("not of two: " + second);
            };
        }
    }

    record Require(TransactionRequest.Require what) implements Command<Effect> {
        @Override
        public Decision<Effect> decide(ObjectReader view, Context context) {
            Optional<Bucket> bucket = view.bucket(what.bucket());
            if (bucket.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(what.bucket()));
            }
            Optional<Version> current =
                    view.current(bucket.get().id(), what.key(), HybridTime.MAX)
                            .filter(Version::isObject);
            return Rules.preconditions(what.preconditions(), current)
                    .or(() -> version(current))
                    .<Decision<Effect>>map(Decision.Refuse::new)
                    .orElseGet(() -> Command.unchanged(new Held()));
        }

        private Optional<Refusal> version(Optional<Version> current) {
            boolean other =
                    what.version() != null
                            && current.filter(each -> each.id().equals(what.version())).isEmpty();
            return other
                    ? Optional.of(
                            Refusal.of(
                                    Reason.PRECONDITION_FAILED,
                                    "the current version is "
                                            + current.map(each -> each.id().toString())
                                                    .orElse("none")))
                    : Optional.empty();
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// A command whose answer is put in other words.
    record As<R>(Command<R> command, Function<R, Effect> words) implements Command<Effect> {
        @Override
        public Decision<Effect> decide(ObjectReader view, Context context) {
            return switch (command.decide(view, context)) {
                case Decision.Refuse<R>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Decision.Accept<R>(List<Event> events, var answer) ->
                        new Decision.Accept<>(events, answer.andThen(words));
                case Decision.Local<R> _ ->
                        throw new IllegalStateException("not of a transaction: " + command);
            };
        }

        @Override
        public boolean grows() {
            return command.grows();
        }

        static Command<Effect> wrote(Command<Written> command) {
            return new As<>(command, Wrote::new);
        }
    }
}
