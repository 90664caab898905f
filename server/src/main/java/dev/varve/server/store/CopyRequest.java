package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.Retention;
import java.util.Optional;
import java.util.SortedMap;

/// A copy of one version, current or named or past, to a key. Empty optionals keep what the source
/// has; retention and legal hold are never copied.
public record CopyRequest(
        ReadRequest source,
        BucketName bucket,
        ObjectKey key,
        Optional<Metadata> metadata,
        Optional<SortedMap<String, String>> tags,
        Optional<Retention> retention,
        boolean legalHold,
        Preconditions preconditions) {
    public static CopyRequest of(ReadRequest source, BucketName bucket, ObjectKey key) {
        return new CopyRequest(
                source,
                bucket,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Preconditions.NONE);
    }
}
