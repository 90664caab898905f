package dev.varve.server.store;

import dev.varve.log.HybridTime;
import dev.varve.projections.objects.Bucket;

/// A bucket as it was at a moment that is over, so that what is read of it stays the same. It may
/// have been deleted since.
///
/// @param bucket with the settings it has now, or had last
public record PastBucket(Bucket bucket, HybridTime time) {}
