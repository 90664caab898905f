package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.Envelope;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.VersionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one event did to one key, or to a bucket.
///
/// @param at where it is in the journal
/// @param of the event's envelope; the event itself may be large
/// @param event what it is called, see [EventNames]
/// @param key null for what is of a bucket
/// @param version that was made, changed or deleted, where one is known; null for S3's `null` one
/// @param object where there is one and it is known
/// @param more figures that S3 has no place for
record Change(
        Spot at,
        Envelope of,
        String event,
        BucketId bucket,
        @Nullable ObjectKey key,
        @Nullable VersionId version,
        @Nullable Known object,
        Map<String, Object> more) {
    private static final int ID_BYTES = 8;

    Change {
        more = Map.copyOf(more);
    }

    /// What is told of an object.
    record Known(long size, String etag, @Nullable String contentType, Map<String, String> tags) {
        Known {
            tags = Map.copyOf(tags);
        }

        static @Nullable Known of(@Nullable ObjectState state) {
            return state == null
                    ? null
                    : new Known(
                            state.size(),
                            state.etag().value(),
                            state.attributes().metadata().system().get("content-type"),
                            state.attributes().tags());
        }
    }

    /// What is delivered in order: changes of a key, or of a bucket itself.
    record Lane(BucketId bucket, @Nullable ObjectKey key) {}

    Lane lane() {
        return new Lane(bucket, key);
    }

    /// Unique, and the same at each attempt: the event's stamp, and what of the event it is.
    String id() {
        return of.stamp().text() + "-" + hash(bucket + "/" + key + "/" + version);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Orders changes of a key, as text.
    String sequencer() {
        return "%016X%08X".formatted(of.time().packed(), at.ordinal());
    }
}
