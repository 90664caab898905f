package dev.varve.server.surface;

import dev.varve.log.BucketName;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString.Parameter;
import dev.varve.server.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request about the past: by the name of its bucket, or by a header or parameter beside it.
///
/// @param named whether the name of the bucket says so
public record PastRequest(PastName name, boolean named) {
    public static final String HEADER = "x-varve-as-of";
    public static final String PARAMETER = "as-of";

    /// Empty for one that is about the present.
    ///
    /// @param bucket as in the request; one that is there is nothing but itself
    /// @throws Failed `InvalidArgument` for a moment that is none, or more than one
    public static Optional<PastRequest> of(ObjectStore store, String bucket, HttpRequest request) {
        List<String> moments = new ArrayList<>(request.headers().all(HEADER));
        for (Parameter parameter : request.query().parameters()) {
            if (parameter.name().equals(PARAMETER)) {
                moments.add(parameter.value());
            }
        }
        Optional<PastName> past = named(store, bucket);
        if (moments.size() + past.stream().count() > 1) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A request is about one moment.");
        }
        return moments.isEmpty()
                ? past.map(name -> new PastRequest(name, true))
                : Optional.of(new PastRequest(beside(bucket, moments.getFirst()), false));
    }

    private static PastName beside(String bucket, String moment) {
        if (!BucketName.isValid(bucket)) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "Only a bucket can be seen as it was.");
        }
        return new PastName.OfName(new BucketName(bucket), AsOfText.parse(moment));
    }

    /// What a name stands for, where there is no bucket that is really called so.
    public static Optional<PastName> named(ObjectStore store, String bucket) {
        return PastName.parse(bucket)
                .filter(_ -> store.buckets().find(new BucketName(bucket)).isEmpty());
    }

    /// For what cannot be done to the past.
    public Failed refused(String bucket) {
        return named
                ? readOnly(bucket)
                : new Failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "as-of is for reading objects, versions and lists of them.");
    }

    public static Failed readOnly(String bucket) {
        return new Failed(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "The bucket '"
                                + bucket
                                + "' is a view of the past. It can be read, and nothing else.")
                .header("allow", "GET, HEAD");
    }
}
