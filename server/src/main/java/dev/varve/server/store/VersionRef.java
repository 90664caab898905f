package dev.varve.server.store;

import dev.varve.log.VersionId;
import org.jspecify.annotations.Nullable;

/// How a client names a version: by its id, or as S3's `null` version.
public record VersionRef(@Nullable VersionId id) {
    public static final VersionRef NULL = new VersionRef(null);
    private static final String NULL_TEXT = "null";

    public static VersionRef of(VersionId id) {
        return new VersionRef(id);
    }

    /// @throws IllegalArgumentException when the text names no version
    public static VersionRef parse(String text) {
        return text.equals(NULL_TEXT) ? NULL : new VersionRef(VersionId.parse(text));
    }

    @Override
    public String toString() {
        return id == null ? NULL_TEXT : id.toString();
    }
}
