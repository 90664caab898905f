package dev.varve.server.api.objects;

import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.VersionId;
import dev.varve.server.store.RangeResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a change of all objects below a prefix did, or would do.
///
/// @param sample the first few of the keys
/// @param position of the event; absent for a dry run, and where there was nothing to do
/// @param version what every version and delete marker that it made is called
public record PrefixResult(
        long objects,
        long bytes,
        List<String> sample,
        @Nullable Long position,
        @Nullable String version) {
    static PrefixResult of(RangeResult result) {
        return new PrefixResult(
                result.objects(),
                result.bytes(),
                result.sample().stream().map(ObjectKey::toString).toList(),
                result.position().map(Position::value).orElse(null),
                result.version().map(VersionId::toString).orElse(null));
    }
}
