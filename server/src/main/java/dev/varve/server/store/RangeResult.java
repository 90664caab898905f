package dev.varve.server.store;

import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.VersionId;
import java.util.List;
import java.util.Optional;

/// What a delete or move of a prefix did, or would do.
///
/// @param sample the first few of its keys
/// @param position of its event; empty for a dry run, and when there was nothing to do
/// @param version what every version and delete marker that it made is called
public record RangeResult(
        long objects,
        long bytes,
        List<ObjectKey> sample,
        Optional<Position> position,
        Optional<VersionId> version) {
    public RangeResult {
        sample = List.copyOf(sample);
    }
}
