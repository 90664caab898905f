package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.Event.ObjectCopied;
import dev.varve.log.Event.ObjectPut;
import dev.varve.log.Event.ObjectUndeleted;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Rules.Growth;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decisions that make a new current version out of bytes that are there.
final class WriteCommands {
    private WriteCommands() {}

    /// Where a new version goes and what must hold there.
    record Target(BucketName bucket, ObjectKey key, Preconditions preconditions) {}

    record Put(Target target, ObjectState state) implements Command<Written> {
        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            return place(
                    view,
                    context,
                    target,
                    state,
                    (bucket, nullVersion, given) ->
                            new ObjectPut(bucket.id(), target.key(), nullVersion, given));
        }
    }

    /// Puts where the key's content is not there yet.
    record PutByContent(Target target, ObjectState state) implements Command<Addressed> {
        @Override
        public Decision<Addressed> decide(ObjectReader view, Context context) {
            Optional<Version> same =
                    view.bucket(target.bucket())
                            .flatMap(bucket ->
                                    view.current(bucket.id(), target.key(), HybridTime.MAX))
                            .filter(Version::isObject)
                            .filter(version -> version.object().content().equals(state.content()));
            if (same.isPresent()) {
                return Command.unchanged(
                        new Addressed(target.key(), Written.of(same.get()), false));
            }
            return switch (new Put(target, state).decide(view, context)) {
                case Decision.Refuse<Written>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Decision.Accept<Written>(
                                List<Event> events,
                                Function<List<Recorded>, Written> answer) ->
                        new Decision.Accept<>(
                                events,
                                recorded ->
                                        new Addressed(target.key(), answer.apply(recorded), true));
                case Decision.Local<Written> _ ->
                        throw new IllegalStateException("a put makes an event");
            };
        }
    }

    /// Copies what `source` names, if that version is still what was read.
    record Copy(Target target, Source source, ObjectState state) implements Command<Written> {
        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            if (!source.isThere(view)) {
                return Command.refuse(Reason.CONFLICT, "the source was purged meanwhile");
            }
            return place(
                    view,
                    context,
                    target,
                    state,
                    (bucket, nullVersion, given) ->
                            new ObjectCopied(
                                    bucket.id(),
                                    target.key(),
                                    nullVersion,
                                    given,
                                    source.bucket(),
                                    source.key(),
                                    source.version()));
        }
    }

    /// A version whose bytes are relied on: while its row says so, they are there.
    record Source(dev.varve.log.BucketId bucket, ObjectKey key, VersionId version) {
        boolean isThere(ObjectReader view) {
            return view.version(bucket, key, version, HybridTime.MAX)
                    .filter(found -> !found.bytesReleased())
                    .isPresent();
        }
    }

    /// Makes a superseded or deleted version current again: the one named, or the newest object
    /// of a deleted key.
    record Undelete(BucketName name, ObjectKey key, @Nullable VersionId wanted)
            implements Command<Written> {
        private static final int LOOK_BACK = 1000;

        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            Optional<Version> lost = lost(view, found.get());
            if (lost.isEmpty()) {
                return Command.refuse(
                        wanted == null ? Reason.NO_SUCH_KEY : Reason.NO_SUCH_VERSION,
                        "history holds no such version of '" + key + "'");
            }
            Version version = lost.get();
            if (isCurrent(view, found.get(), version, wanted)) {
                return Command.refuse(Reason.NOT_DELETED, "it is current and not deleted");
            }
            Optional<Refusal> released = Rules.released(version);
            if (released.isPresent()) {
                return new Decision.Refuse<>(released.get());
            }
            return place(
                    view,
                    context,
                    new Target(name, key, Preconditions.NONE),
                    Rules.restored(version.object()),
                    (bucket, nullVersion, state) ->
                            new ObjectUndeleted(
                                    bucket.id(), key, nullVersion, state, version.id()));
        }

        private Optional<Version> lost(ObjectReader view, Bucket bucket) {
            return wanted == null
                    ? view.history(bucket.id(), key, null, LOOK_BACK).stream()
                            .filter(Version::isObject)
                            .findFirst()
                    : view.version(bucket.id(), key, wanted, HybridTime.MAX)
                            .filter(Version::isObject);
        }

        private boolean isCurrent(
                ObjectReader view, Bucket bucket, Version lost, @Nullable VersionId named) {
            Optional<Version> current =
                    view.current(bucket.id(), key, HybridTime.MAX).filter(Version::isObject);
            return named == null
                    ? current.isPresent()
                    : current.filter(version -> version.id().equals(lost.id())).isPresent();
        }
    }

    /// Makes the event once bucket, nullness and attributes are known.
    @FunctionalInterface
    interface Placement {
        Event event(Bucket bucket, boolean nullVersion, ObjectState state);
    }

    static Command.Decision<Written> place(
            ObjectReader view,
            Command.Context context,
            Target target,
            ObjectState state,
            Placement placement) {
        Optional<Bucket> found = view.bucket(target.bucket());
        if (found.isEmpty()) {
            return new Command.Decision.Refuse<>(Rules.noBucket(target.bucket()));
        }
        Bucket bucket = found.get();
        Optional<Refusal> refusal = refusal(view, context, target, state, bucket);
        if (refusal.isPresent()) {
            return new Command.Decision.Refuse<>(refusal.get());
        }
        boolean nullVersion = Rules.makesNullVersion(bucket);
        ObjectState placed =
                state.with(Rules.withDefaultRetention(bucket, state.attributes(), context.now()));
        return new Command.Decision.Accept<>(
                List.of(placement.event(bucket, nullVersion, placed)),
                recorded -> Written.of(recorded.get(0), nullVersion, placed));
    }

    private static Optional<Refusal> refusal(
            ObjectReader view,
            Command.Context context,
            Target target,
            ObjectState state,
            Bucket bucket) {
        Optional<Version> replaced = Rules.superseded(view, bucket, target.key());
        Growth growth = Growth.of(state.size(), replaced);
        return Rules.lockAllowed(bucket, state.attributes())
                .or(() -> conditions(view, bucket, target))
                .or(() -> context.quotas().take(view, bucket, growth));
    }

    static Optional<Refusal> conditions(ObjectReader view, Bucket bucket, Target target) {
        if (target.preconditions().equals(Preconditions.NONE)) {
            return Optional.empty();
        }
        return Rules.preconditions(
                target.preconditions(), view.current(bucket.id(), target.key(), HybridTime.MAX));
    }
}
