package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.Tally;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// A delete or move of a prefix as it was asked for, and what it means in the state it finds.
sealed interface RangeRequest {
    /// Layers of one bucket that may be unsettled at a time: every read looks at all of them.
    int MAX_LAYERS = 16;

    Tally UNCOUNTED = new Tally(0, 0, 0, 0, 0, 0);

    BucketName bucket();

    Bytes prefix();

    /// The event but for its counts, if the state allows one.
    Outcome<PrefixEvent> plan(ObjectReader view, Instant now);

    /// Why a key of the range cannot take part.
    Optional<Refusal> refusal(ObjectKey key);

    record Delete(BucketName bucket, Bytes prefix) implements RangeRequest {
        @Override
        public Outcome<PrefixEvent> plan(ObjectReader view, Instant now) {
            return find(view, bucket)
                    .then(found -> free(view, found, prefix, 1))
                    .map(found -> new PrefixDeleted(found.id(), prefix, removal(found), UNCOUNTED));
        }

        @Override
        public Optional<Refusal> refusal(ObjectKey key) {
            return Optional.empty();
        }
    }

    record Move(BucketName bucket, Bytes prefix, BucketName to, Bytes toPrefix)
            implements RangeRequest {
        @Override
        public Outcome<PrefixEvent> plan(ObjectReader view, Instant now) {
            boolean same = bucket.equals(to);
            if (same && overlap(prefix, toPrefix)) {
                return Outcome.refused(
                        Reason.INVALID_ARGUMENT, "a prefix cannot be moved into itself");
            }
            return find(view, bucket)
                    .then(from -> free(view, from, prefix, same ? 2 : 1))
                    .then(from ->
                            find(view, to)
                                    .then(target -> free(view, target, toPrefix, same ? 2 : 1))
                                    .then(target -> plan(from, target, now)));
        }

        private Outcome<PrefixEvent> plan(Bucket from, Bucket target, Instant now) {
            if (from.settings().dedupDomain() != target.settings().dedupDomain()) {
                return Outcome.refused(
                        Reason.INVALID_BUCKET_STATE,
                        "'" + to + "' is in another dedup domain than '" + bucket + "'");
            }
            return Outcome.done(
                    new PrefixMoved(
                            from.id(),
                            prefix,
                            removal(from),
                            UNCOUNTED,
                            target.id(),
                            toPrefix,
                            Rules.makesNullVersion(target),
                            Rules.withDefaultRetention(target, Attributes.NONE, now).retention(),
                            UNCOUNTED));
        }

        @Override
        public Optional<Refusal> refusal(ObjectKey key) {
            int length = key.length() - prefix.length() + toPrefix.length();
            return length > 0 && length <= ObjectKey.MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(
                            Refusal.of(
                                    Reason.INVALID_ARGUMENT,
                                    "'" + key + "' would be a key of " + length + " bytes"));
        }
    }

    static Outcome<Bucket> find(ObjectReader view, BucketName name) {
        return view.bucket(name)
                .map(Outcome::done)
                .orElseGet(() -> new Outcome.Refused<>(Rules.noBucket(name)));
    }

    static Outcome<Bucket> free(ObjectReader view, Bucket bucket, Bytes prefix, int wanted) {
        BucketId id = bucket.id();
        if (view.isSettling(id, prefix)) {
            return Outcome.refused(
                    Reason.CONFLICT,
                    "this range of '" + bucket.name() + "' is still being settled; try again");
        }
        return view.layers(id) + wanted > MAX_LAYERS
                ? Outcome.refused(
                        Reason.CONFLICT,
                        view.layers(id)
                                + " ranges of '"
                                + bucket.name()
                                + "' are still being settled; try again")
                : Outcome.done(bucket);
    }

    static Removal removal(Bucket bucket) {
        Versioning versioning = bucket.settings().versioning();
        return switch (versioning) {
            case OFF -> Removal.TOMBSTONE;
            case ENABLED -> Removal.MARKER;
            case SUSPENDED -> Removal.NULL_MARKER;
        };
    }

    private static boolean overlap(Bytes one, Bytes other) {
        String first = one.toString();
        String second = other.toString();
        return first.startsWith(second) || second.startsWith(first);
    }

    /// What a client sent as a prefix, if keys can begin with it.
    static Outcome<Bytes> prefix(String text) {
        try {
            int length =
                    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
            return length <= ObjectKey.MAX_BYTES
                    ? Outcome.done(Bytes.utf8(text))
                    : Outcome.refused(
                            Reason.INVALID_ARGUMENT,
                            "a prefix has at most " + ObjectKey.MAX_BYTES + " bytes");
        } catch (CharacterCodingException e) {
            return Outcome.refused(Reason.INVALID_ARGUMENT, "a prefix must be valid UTF-8");
        }
    }
}
