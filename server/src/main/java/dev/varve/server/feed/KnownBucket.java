package dev.varve.server.feed;

import dev.varve.log.BucketId;

/// What stays true of a bucket, also once it was deleted.
public record KnownBucket(BucketId id, String name, String owner) {}
