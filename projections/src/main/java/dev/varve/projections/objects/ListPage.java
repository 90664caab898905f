package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keys and common prefixes in one byte order; `next` is what to ask for as `after` when there is
/// more, else null.
public record ListPage(
        List<ListedObject> objects, List<String> commonPrefixes, @Nullable Bytes next) {
    public boolean truncated() {
        return next != null;
    }

    /// What a listing says of a current object: all of it is in the current index.
    public record ListedObject(
            ObjectKey key,
            VersionId id,
            long size,
            ETag etag,
            Instant modified,
            List<Checksum> checksums) {}

    /// Where a versions listing goes on: after this version of this key, or after the whole key or
    /// common prefix when `version` is null.
    public record VersionMarker(Bytes key, @Nullable VersionId version) {}

    /// `latest` is the version that is current (even if a delete marker).
    public record ListedVersion(Version version, boolean latest) {}

    public record VersionPage(
            List<ListedVersion> versions,
            List<String> commonPrefixes,
            @Nullable VersionMarker next) {}

    public record UploadMarker(ObjectKey key, @Nullable UploadId upload) {}

    public record UploadPage(
            List<Upload> uploads, List<String> commonPrefixes, @Nullable UploadMarker next) {}
}
