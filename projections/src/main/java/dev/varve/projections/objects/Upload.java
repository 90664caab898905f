package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An open multipart upload.
///
/// @param resumption null for one that a client of S3 opened
public record Upload(
        BucketId bucket,
        ObjectKey key,
        UploadId id,
        String owner,
        Instant created,
        Attributes attributes,
        @Nullable DigestAlgorithm checksum,
        boolean compositeChecksum,
        @Nullable Resumption resumption) {
    public Upload(
            BucketId bucket,
            ObjectKey key,
            UploadId id,
            String owner,
            Instant created,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean compositeChecksum) {
        this(bucket, key, id, owner, created, attributes, checksum, compositeChecksum, null);
    }

    Upload with(@Nullable Resumption found) {
        return new Upload(
                bucket, key, id, owner, created, attributes, checksum, compositeChecksum, found);
    }

    /// Of an upload that resumes.
    ///
    /// @param opened where the journal tells of it
    public record Resumption(UploadTerms terms, Position opened) {}
}
