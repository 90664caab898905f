package dev.varve.server.s3;

import dev.varve.log.DigestAlgorithm;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.surface.Conditions;

/// What S3 calls the refusals of the store.
final class Refusals {
    private Refusals() {}

    /// The value of an outcome.
    ///
    /// @throws Failed with what S3 says where it was refused
    static <R> R require(Call call, Outcome<R> outcome) {
        return switch (outcome) {
            case Outcome.Done<R>(R value) -> value;
            case Outcome.Refused<R>(Refusal refusal) -> throw failed(call, refusal);
        };
    }

    static Failed failed(Call call, Refusal refusal) {
        ErrorCode code = code(call, refusal);
        String text =
                refusal.reason() == Reason.READ_ONLY ? refusal.message() : text(code, refusal);
        Failed failed = new Failed(code, text);
        return switch (code) {
            case NO_SUCH_BUCKET -> failed.detail("BucketName", call.bucket());
            case NO_SUCH_KEY -> failed.detail("Key", call.key());
            default -> failed;
        };
    }

    static ErrorCode code(Call call, Refusal refusal) {
        return switch (refusal.reason()) {
            case INVALID_ARGUMENT -> ErrorCode.INVALID_ARGUMENT;
            case NO_SUCH_BUCKET -> ErrorCode.NO_SUCH_BUCKET;
            case BUCKET_EXISTS -> ErrorCode.BUCKET_ALREADY_EXISTS;
            case BUCKET_OWNED_BY_YOU -> ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU;
            case BUCKET_NOT_EMPTY -> ErrorCode.BUCKET_NOT_EMPTY;
            case NO_SUCH_KEY -> ErrorCode.NO_SUCH_KEY;
            case NO_SUCH_VERSION -> ErrorCode.NO_SUCH_VERSION;
            case DELETE_MARKER -> ErrorCode.METHOD_NOT_ALLOWED;
            case NO_SUCH_UPLOAD -> ErrorCode.NO_SUCH_UPLOAD;
            case NO_SUCH_ACCESS_KEY -> ErrorCode.INVALID_ACCESS_KEY_ID;
            case TOO_MANY_ACCESS_KEYS -> ErrorCode.INVALID_REQUEST;
            case NO_SUCH_WEBHOOK -> ErrorCode.INVALID_ARGUMENT;
            case WEBHOOK_EXISTS, TOO_MANY_WEBHOOKS -> ErrorCode.INVALID_REQUEST;
            case INVALID_PART -> ErrorCode.INVALID_PART;
            case INVALID_PART_ORDER -> ErrorCode.INVALID_PART_ORDER;
            case PART_TOO_SMALL -> ErrorCode.ENTITY_TOO_SMALL;
            case OBJECT_TOO_LARGE -> ErrorCode.ENTITY_TOO_LARGE;
            case PRECONDITION_FAILED -> ErrorCode.PRECONDITION_FAILED;
            case INVALID_RANGE -> ErrorCode.INVALID_RANGE;
            case DIGEST_MISMATCH -> mismatch(call, refusal);
            case INCOMPLETE_BODY -> ErrorCode.INCOMPLETE_BODY;
            case LOCKED -> ErrorCode.ACCESS_DENIED;
            case INVALID_BUCKET_STATE -> ErrorCode.INVALID_BUCKET_STATE;
            case QUOTA_EXCEEDED -> ErrorCode.QUOTA_EXCEEDED;
            case NODE_FULL, OUT_OF_SPACE -> ErrorCode.OUT_OF_SPACE;
            case BUSY -> ErrorCode.SLOW_DOWN;
            case CONFLICT ->
                    Conditions.areIn(call.request().headers())
                            ? ErrorCode.CONDITIONAL_REQUEST_CONFLICT
                            : ErrorCode.OPERATION_ABORTED;
            case LINK_SPENT -> ErrorCode.LINK_SPENT;
            case LINK_REVOKED -> ErrorCode.LINK_REVOKED;
            case READ_ONLY -> ErrorCode.METHOD_NOT_ALLOWED;
            case BELOW_HISTORY_FLOOR -> ErrorCode.HISTORY_PURGED;
            case BYTES_RELEASED -> ErrorCode.BYTES_RELEASED;
            case MEMBERS_BEHIND -> ErrorCode.MEMBERS_BEHIND;
            case NOT_DELETED, WRONG_OFFSET, UPLOAD_INCOMPLETE -> ErrorCode.INVALID_REQUEST;
            case INVALID_LAYOUT, LAYOUT_CHANGED, FORM_NOT_ANNOUNCED -> ErrorCode.INVALID_REQUEST;
        };
    }

    /// A body that is not what was signed is another error than one that is not what a checksum
    /// says.
    private static ErrorCode mismatch(Call call, Refusal refusal) {
        boolean signed =
                call.authenticated().payload() instanceof Payload.Hashed
                        && refusal.digest().filter(DigestAlgorithm.SHA256::equals).isPresent();
        return signed ? ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH : ErrorCode.BAD_DIGEST;
    }

    /// S3's own words where clients are known to show or compare them.
    private static String text(ErrorCode code, Refusal refusal) {
        return switch (code) {
            case NO_SUCH_BUCKET -> "The specified bucket does not exist";
            case NO_SUCH_KEY -> "The specified key does not exist.";
            case NO_SUCH_VERSION -> "The specified version does not exist.";
            case NO_SUCH_UPLOAD ->
                    "The specified upload does not exist. The upload ID may be invalid, or the"
                            + " upload may have been aborted or completed.";
            case METHOD_NOT_ALLOWED -> "The specified method is not allowed against this resource.";
            case PRECONDITION_FAILED ->
                    "At least one of the pre-conditions you specified did not hold";
            case INVALID_RANGE -> "The requested range is not satisfiable";
            case SLOW_DOWN -> "Please reduce your request rate.";
            default -> refusal.message();
        };
    }
}
