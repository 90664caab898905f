package dev.varve.server.api.uploads;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.ResumableUpload;
import dev.varve.server.store.Resumables;
import dev.varve.server.store.UploadHandle;
import dev.varve.server.store.UploadState;

/// What the uploads of both protocols share: who may go on with one, and what is said of them.
final class Held {
    static final String UPLOAD = "upload";

    private Held() {}

    /// The upload of the path, for who may put its key.
    static ResumableUpload upload(ApiCall call) {
        UploadHandle handle = UploadHandle.parse(call.path(UPLOAD)).orElseThrow(Held::missing);
        call.request().note().bucket(handle.bucket().value());
        return store(call, handle.bucket(), handle.key()).at(handle);
    }

    static Failed missing() {
        return new Failed(
                ErrorCode.NO_SUCH_UPLOAD,
                "There is no such upload. It may have been completed, aborted or have expired.");
    }

    /// The uploads of a bucket, for who may put this key of it.
    static Resumables store(ApiCall call, BucketName bucket, ObjectKey key) {
        return call.holding(call.allowed(Action.WRITE_OBJECT, bucket.value(), key.toString()))
                .store()
                .resumables();
    }

    static UploadState state(ResumableUpload upload) {
        return ApiRefusals.require(upload.state());
    }

    /// What must match, and is missing, does not match.
    static <R> R require(Outcome<R> outcome) {
        if (outcome instanceof Outcome.Refused<R>(Refusal refusal)
                && (refusal.reason() == Reason.PRECONDITION_FAILED
                        || refusal.reason() == Reason.NO_SUCH_KEY)) {
            throw new Failed(
                    ErrorCode.PRECONDITION_FAILED,
                    "A condition does not hold: " + refusal.message() + ".");
        }
        return ApiRefusals.require(outcome);
    }
}
