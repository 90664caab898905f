package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.HybridTime;
import java.time.Instant;

/// A bucket as it is now. As-of reads before `historyFloor` are refused.
public record Bucket(
        BucketId id,
        BucketName name,
        String owner,
        Instant created,
        BucketSettings settings,
        HybridTime historyFloor) {}
