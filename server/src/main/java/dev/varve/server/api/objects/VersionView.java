package dev.varve.server.api.objects;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.Words;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version in a history.
///
/// @param kind object, delete-marker, or (where no marker is made) tombstone
/// @param latest whether it is what the key is now
/// @param hidden since when it is superseded or deleted, and kept only for its window
/// @param bytesReleased whether its bytes are gone, before what is known of it
/// @param size and what follows only of objects
public record VersionView(
        String key,
        String version,
        String kind,
        boolean latest,
        Instant modified,
        @Nullable Instant hidden,
        boolean bytesReleased,
        @Nullable Long size,
        @Nullable String etag,
        @Nullable String sha256,
        @Nullable String xxh3) {
    static VersionView of(Version version, boolean latest) {
        ObjectState state = version.state();
        HybridTime hidden = version.hiddenAt();
        return new VersionView(
                version.key().toString(),
                version.id().toString(),
                Words.of(version.kind()),
                latest,
                version.modified(),
                hidden == null ? null : hidden.instant(),
                version.bytesReleased(),
                state == null ? null : state.size(),
                state == null ? null : state.etag().value(),
                state == null ? null : Digests.sha256(state).map(Bytes::toString).orElse(null),
                state == null
                        ? null
                        : Digests.xxh3(state.checksums()).map(Bytes::toString).orElse(null));
    }
}
