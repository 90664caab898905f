package dev.varve.server.s3;

import dev.varve.log.BucketName;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PastBucket;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.surface.PastName;
import dev.varve.server.surface.PastRequest;
import java.util.Optional;

/// A bucket of a call, as it is or as it was, before anybody is told whether it exists.
///
/// @param call with a store that shows the bucket as it was, where the call is about that
/// @param name what the bucket is called in truth
/// @param past where it is about the past; empty too where the bucket was not there
record LookedUp(
        Call call,
        String name,
        Optional<Bucket> bucket,
        boolean isPast,
        Optional<PastBucket> past) {

    /// The bucket of the path or host.
    static LookedUp of(Route route, Call call) {
        Optional<PastRequest> asked = PastRequest.of(call.store(), call.bucket(), call.request());
        if (asked.isEmpty()) {
            return now(call, call.bucket(), route.action() != Action.CREATE_BUCKET);
        }
        requireReading(route, call, asked.get());
        return then(call, call.bucketName(), asked.get().name());
    }

    /// A bucket that is named elsewhere.
    static LookedUp of(Call call, BucketName name) {
        return PastRequest.named(call.store(), name.value())
                .map(past -> then(call, name, past))
                .orElseGet(() -> now(call, name.value(), true));
    }

    /// For what asks by itself who is there: nothing of it is about the past.
    static void requirePresent(ObjectStore store, Target target, HttpRequest request) {
        PastRequest.of(store, target.bucket(), request)
                .ifPresent(past -> {
                    throw past.refused(target.bucket());
                });
    }

    private static void requireReading(Route route, Call call, PastRequest asked) {
        if (!route.readsPast()) {
            throw call.principal().isAnonymous()
                    ? new Failed(ErrorCode.ACCESS_DENIED, "Access Denied")
                    : asked.refused(call.bucket());
        }
    }

    private static LookedUp now(Call call, String name, boolean mayExist) {
        Optional<Bucket> bucket =
                mayExist && BucketName.isValid(name)
                        ? call.store().buckets().find(new BucketName(name))
                        : Optional.empty();
        return new LookedUp(call, name, bucket, false, Optional.empty());
    }

    private static LookedUp then(Call call, BucketName name, PastName past) {
        if (call.principal().isAnonymous()) { // and nothing is looked up for nobody
            throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
        Outcome<PastBucket> found = past.in(call.store().buckets());
        return switch (found) {
            case Outcome.Done<PastBucket>(PastBucket bucket) ->
                    new LookedUp(
                            call.viewing(name, bucket),
                            bucket.bucket().name().value(),
                            Optional.of(bucket.bucket()),
                            true,
                            Optional.of(bucket));
            case Outcome.Refused<PastBucket>(Refusal refusal)
                    when refusal.reason() == Reason.NO_SUCH_BUCKET ->
                    new LookedUp(
                            call, past.bucketName(name), Optional.empty(), true, Optional.empty());
            case Outcome.Refused<PastBucket>(Refusal refusal) ->
                    throw Refusals.failed(call, refusal);
        };
    }

    /// The call of who may do this to a key of it, and to no other bucket of its name later. Others are
    /// not told whether it exists.
    Call allowed(Action action, String key) {
        Access.Resource resource = BucketOf.resource(name, key, bucket);
        Access.require(call.principal(), action, isPast ? resource.asItWas() : resource);
        past.flatMap(call.store().buckets()::unreadable)
                .ifPresent(refusal -> {
                    throw Refusals.failed(call, refusal);
                });
        return isPast ? call : bucket.map(call::holding).orElse(call);
    }
}
