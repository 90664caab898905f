package dev.varve.server.store;

import dev.varve.projections.objects.Version;
import java.util.List;

/// How many versions a purge let go, and their bytes.
public record PurgeResult(long versions, long bytes) {
    static final PurgeResult NOTHING = new PurgeResult(0, 0);

    static PurgeResult of(List<Version> versions) {
        return new PurgeResult(
                versions.size(), versions.stream().mapToLong(Version::heldBytes).sum());
    }

    PurgeResult plus(PurgeResult other) {
        return new PurgeResult(versions + other.versions, bytes + other.bytes);
    }
}
