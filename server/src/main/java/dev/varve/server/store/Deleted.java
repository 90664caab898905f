package dev.varve.server.store;

import dev.varve.log.ObjectKey;
import java.util.Optional;

/// What a delete did: `marker` is the delete marker made or removed, `version` what was removed by
/// id. Both empty when there was nothing to do.
public record Deleted(ObjectKey key, Optional<VersionRef> version, Optional<VersionRef> marker) {
    static Deleted nothing(ObjectKey key) {
        return new Deleted(key, Optional.empty(), Optional.empty());
    }
}
