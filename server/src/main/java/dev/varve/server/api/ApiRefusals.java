package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;

/// What the API calls the refusals of the store.
public final class ApiRefusals {
    private ApiRefusals() {}

    /// The value of an outcome.
    ///
    /// @throws Failed with what is said where it was refused
    public static <R> R require(Outcome<R> outcome) {
        return switch (outcome) {
            case Outcome.Done<R>(R value) -> value;
            case Outcome.Refused<R>(Refusal refusal) -> throw failed(refusal);
        };
    }

    public static Failed failed(Refusal refusal) {
        return new Failed(code(refusal.reason()), sentence(refusal.message()));
    }

    static ErrorCode code(Refusal.Reason reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> ErrorCode.INVALID_ARGUMENT;
            case NO_SUCH_BUCKET -> ErrorCode.NO_SUCH_BUCKET;
            case BUCKET_EXISTS -> ErrorCode.BUCKET_ALREADY_EXISTS;
            case BUCKET_OWNED_BY_YOU -> ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU;
            case BUCKET_NOT_EMPTY -> ErrorCode.BUCKET_NOT_EMPTY;
            case NO_SUCH_KEY, DELETE_MARKER -> ErrorCode.NO_SUCH_KEY;
            case NO_SUCH_VERSION -> ErrorCode.NO_SUCH_VERSION;
            case NO_SUCH_UPLOAD -> ErrorCode.NO_SUCH_UPLOAD;
            case NO_SUCH_ACCESS_KEY -> ErrorCode.NO_SUCH_ACCESS_KEY;
            case TOO_MANY_ACCESS_KEYS -> ErrorCode.TOO_MANY_ACCESS_KEYS;
            case NO_SUCH_WEBHOOK -> ErrorCode.NO_SUCH_WEBHOOK;
            case WEBHOOK_EXISTS -> ErrorCode.WEBHOOK_ALREADY_EXISTS;
            case TOO_MANY_WEBHOOKS -> ErrorCode.TOO_MANY_WEBHOOKS;
            case INVALID_PART -> ErrorCode.INVALID_PART;
            case INVALID_PART_ORDER -> ErrorCode.INVALID_PART_ORDER;
            case PART_TOO_SMALL -> ErrorCode.ENTITY_TOO_SMALL;
            case OBJECT_TOO_LARGE -> ErrorCode.ENTITY_TOO_LARGE;
            case PRECONDITION_FAILED -> ErrorCode.PRECONDITION_FAILED;
            case INVALID_RANGE -> ErrorCode.INVALID_RANGE;
            case DIGEST_MISMATCH -> ErrorCode.BAD_DIGEST;
            case INCOMPLETE_BODY -> ErrorCode.INCOMPLETE_BODY;
            case LOCKED -> ErrorCode.OBJECT_LOCKED;
            case INVALID_BUCKET_STATE -> ErrorCode.INVALID_BUCKET_STATE;
            case QUOTA_EXCEEDED -> ErrorCode.QUOTA_EXCEEDED;
            case NODE_FULL, OUT_OF_SPACE -> ErrorCode.OUT_OF_SPACE;
            case BUSY -> ErrorCode.SLOW_DOWN;
            case CONFLICT -> ErrorCode.OPERATION_ABORTED;
            case READ_ONLY -> ErrorCode.METHOD_NOT_ALLOWED;
            case BELOW_HISTORY_FLOOR -> ErrorCode.HISTORY_PURGED;
            case BYTES_RELEASED -> ErrorCode.BYTES_RELEASED;
            case LINK_SPENT -> ErrorCode.LINK_SPENT;
            case LINK_REVOKED -> ErrorCode.LINK_REVOKED;
            case WRONG_OFFSET -> ErrorCode.UPLOAD_OFFSET_MISMATCH;
            case UPLOAD_INCOMPLETE -> ErrorCode.UPLOAD_INCOMPLETE;
            case NOT_DELETED -> ErrorCode.NOT_DELETED;
            case MEMBERS_BEHIND -> ErrorCode.MEMBERS_BEHIND;
            case INVALID_LAYOUT -> ErrorCode.INVALID_LAYOUT;
            case LAYOUT_CHANGED -> ErrorCode.PRECONDITION_FAILED;
            case FORM_NOT_ANNOUNCED -> ErrorCode.FORM_NOT_ANNOUNCED;
        };
    }

    private static String sentence(String message) {
        return message.isEmpty()
                ? message
                : Character.toUpperCase(message.charAt(0))
                        + message.substring(1)
                        + (message.endsWith(".") ? "" : ".");
    }
}
