package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.RestoreEffect.Kind;
import java.util.List;
import java.util.Optional;

/// What a restore did, or would do.
///
/// @param back keys that have an object again
/// @param changed keys that have another object, or the same bytes with other metadata or tags
/// @param gone keys that have no object any more; their bytes are those of the objects they had
/// @param released keys that stay as they are, since the bytes that they had are gone: only a restore
///     that is told to skip them is done
/// @param sample the first few of all of these
/// @param position of its event; empty for a dry run, and when there was nothing to do
/// @param version what every version and delete marker that it made is called
public record RestoreResult(
        Count back,
        Count changed,
        Count gone,
        Count released,
        List<Restored> sample,
        Optional<Position> position,
        Optional<VersionId> version) {
    public RestoreResult {
        sample = List.copyOf(sample);
    }

    public record Count(long objects, long bytes) {
        static final Count NONE = new Count(0, 0);

        Count plus(int times, long size) {
            return new Count(objects + times, bytes + times * size);
        }
    }

    /// What happens to one key.
    public record Restored(BucketName bucket, ObjectKey key, Kind kind) {}

    /// How many keys change.
    public long objects() {
        return back.objects + changed.objects + gone.objects;
    }
}
