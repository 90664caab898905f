package dev.varve.replication;

import dev.varve.log.BlobId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What another layout would change for given objects: who decides them, and who keeps their bytes.
///
/// @param objects how many were looked at
/// @param bytes of these
/// @param moved how many of them would get another owner
/// @param moves the first [#MAX_MOVES] of those
/// @param gains bytes that members would have to fetch, by name
/// @param losses bytes that members would no longer want, by name
public record AssignmentPreview(
        long objects,
        long bytes,
        long moved,
        List<Move> moves,
        SortedMap<String, Long> gains,
        SortedMap<String, Long> losses) {
    public static final int MAX_MOVES = 1000;

    public AssignmentPreview {
        moves = List.copyOf(moves);
        gains = new TreeMap<>(gains);
        losses = new TreeMap<>(losses);
    }

    /// @param from name of a member; empty for none in particular
    /// @param to the same
    public record Move(String bucket, String key, String from, String to) {}

    /// An object as it is stored.
    public record Stored(Subject subject, List<Piece> pieces) {
        public Stored {
            pieces = List.copyOf(pieces);
        }
    }

    /// A blob of it, and how many of the object's bytes lie in it.
    public record Piece(BlobId blob, long bytes) {}

    public static AssignmentPreview of(
            ClusterLayout before, ClusterLayout after, Iterable<Stored> objects) {
        PreviewCounts counts = new PreviewCounts(before, after);
        objects.forEach(counts::add);
        return counts.done();
    }
}
