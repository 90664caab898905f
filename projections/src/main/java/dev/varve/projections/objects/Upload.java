package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An open multipart upload.
public record Upload(
        BucketId bucket,
        ObjectKey key,
        UploadId id,
        String owner,
        Instant created,
        Attributes attributes,
        @Nullable DigestAlgorithm checksum,
        boolean compositeChecksum) {}
