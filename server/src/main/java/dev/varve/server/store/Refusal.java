package dev.varve.server.store;

import dev.varve.log.DigestAlgorithm;
import java.util.Optional;
import java.util.OptionalInt;

/// Why a request was turned down. Nothing changed.
///
/// @param digest which digest did not match, if that is why
/// @param part which part of a transaction it is about, counted from 0
public record Refusal(
        Reason reason, String message, Optional<DigestAlgorithm> digest, OptionalInt part) {
    public enum Reason {
        INVALID_ARGUMENT,
        NO_SUCH_BUCKET,
        BUCKET_EXISTS,
        BUCKET_OWNED_BY_YOU,
        BUCKET_NOT_EMPTY,
        NO_SUCH_KEY,
        NO_SUCH_VERSION,
        /// The version asked for is a delete marker.
        DELETE_MARKER,
        NO_SUCH_UPLOAD,
        NO_SUCH_ACCESS_KEY,
        TOO_MANY_ACCESS_KEYS,
        NO_SUCH_WEBHOOK,
        WEBHOOK_EXISTS,
        TOO_MANY_WEBHOOKS,
        INVALID_PART,
        INVALID_PART_ORDER,
        PART_TOO_SMALL,
        OBJECT_TOO_LARGE,
        PRECONDITION_FAILED,
        INVALID_RANGE,
        DIGEST_MISMATCH,
        INCOMPLETE_BODY,
        /// Retention or a legal hold forbids it.
        LOCKED,
        /// The bucket's settings do not allow it.
        INVALID_BUCKET_STATE,
        QUOTA_EXCEEDED,
        NODE_FULL,
        /// The volume is at its reserve: only deletes and purges are taken.
        OUT_OF_SPACE,
        /// Too many requests wait; try again.
        BUSY,
        /// What the request relied on changed meanwhile; try again.
        CONFLICT,
        /// Bytes were to be added where the upload does not end.
        WRONG_OFFSET,
        /// Not all bytes of an upload are there.
        UPLOAD_INCOMPLETE,
        /// A view of the past is asked to be anything else.
        READ_ONLY,
        /// History before this point was purged.
        BELOW_HISTORY_FLOOR,
        /// The version is known, its bytes went before its history does.
        BYTES_RELEASED,
        /// The link that the caller came with was for one use, and is used.
        LINK_SPENT,
        LINK_REVOKED,
        /// Not every member knows yet what has to be known before; try again.
        MEMBERS_BEHIND,
        /// Nothing is deleted, or it is visible already.
        NOT_DELETED,
        /// A cluster's layout that does not hold together; the message names all that is wrong.
        INVALID_LAYOUT,
        /// The layout in force is not the one that was to be changed.
        LAYOUT_CHANGED,
        /// Not every member announced that it reads the form.
        FORM_NOT_ANNOUNCED
    }

    public static Refusal of(Reason reason, String message) {
        return new Refusal(reason, message, Optional.empty(), OptionalInt.empty());
    }

    static Refusal mismatch(DigestAlgorithm digest, String message) {
        return new Refusal(
                Reason.DIGEST_MISMATCH, message, Optional.of(digest), OptionalInt.empty());
    }

    Refusal ofPart(int index) {
        return new Refusal(reason, message, digest, OptionalInt.of(index));
    }
}
