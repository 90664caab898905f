package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import java.util.Set;

/// A put of a whole object. `kept` are the digests stored with it and given back on reads.
public record PutRequest(
        BucketName bucket,
        ObjectKey key,
        Body body,
        Attributes attributes,
        Preconditions preconditions,
        Set<DigestAlgorithm> kept) {
    public PutRequest {
        kept = Set.copyOf(kept);
        body = body.alsoWanting(kept);
    }

    public static PutRequest of(BucketName bucket, ObjectKey key, Body body) {
        return new PutRequest(bucket, key, body, Attributes.NONE, Preconditions.NONE, Set.of());
    }

    public PutRequest attributes(Attributes given) {
        return new PutRequest(bucket, key, body, given, preconditions, kept);
    }

    public PutRequest preconditions(Preconditions asked) {
        return new PutRequest(bucket, key, body, attributes, asked, kept);
    }
}
