package dev.varve.server.api.objects;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;

/// Changes with conditions on what is there. The store decides them where they are decided; what it
/// says is told as HTTP has it: what must match, and is missing, does not match.
final class Conditional {
    private Conditional() {}

    /// Fails at once where they do not hold even now, so that nobody sends a body in vain.
    static void requireNow(ApiCall call, Preconditions asked) {
        if (asked.equals(Preconditions.NONE)) {
            return;
        }
        ReadRequest current = ReadRequest.of(call.bucketName(), call.objectKey());
        switch (call.store().peek(current.preconditions(asked))) {
            case ReadResult.Found(var body) -> body.close();
            case ReadResult.NotModified _ -> throw failed("There is an object already.");
            case ReadResult.Refused(Refusal refusal, var _) -> {
                if (isOfConditions(refusal, asked)) {
                    throw failed(refusal.message());
                }
            }
        }
    }

    static <R> R require(Outcome<R> outcome, Preconditions asked) {
        return switch (outcome) {
            case Outcome.Done<R>(R value) -> value;
            case Outcome.Refused<R>(Refusal refusal) -> throw failed(refusal, asked);
        };
    }

    static Failed failed(Refusal refusal, Preconditions asked) {
        return isOfConditions(refusal, asked)
                ? failed(refusal.message())
                : ApiRefusals.failed(refusal);
    }

    private static boolean isOfConditions(Refusal refusal, Preconditions asked) {
        return refusal.reason() == Reason.PRECONDITION_FAILED
                || (refusal.reason() == Reason.NO_SUCH_KEY && !asked.ifMatch().isEmpty());
    }

    private static Failed failed(String why) {
        return new Failed(ErrorCode.PRECONDITION_FAILED, "A condition does not hold: " + why);
    }
}
