package dev.varve.projections.objects;

import dev.varve.log.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a restore does to one key.
///
/// @param bytes of the object that the key has then, or loses
/// @param counts what changes in those of the bucket
public record RestoreEffect(Kind kind, long bytes, Usage counts) {
    public static final RestoreEffect NONE = new RestoreEffect(Kind.NONE, 0, Usage.NONE);

    public enum Kind {
        NONE,
        /// There was an object whose bytes are gone: the key stays as it is.
        RELEASED,
        /// There is an object again.
        BACK,
        /// There is another object, or the same bytes with other metadata or tags.
        CHANGED,
        /// There is no object any more.
        GONE
    }

    public record Change(ObjectKey key, RestoreEffect effect) {}

    /// @param next what to go on after; null at the end
    public record Page(List<Change> changes, @Nullable ObjectKey next) {
        public Page {
            changes = List.copyOf(changes);
        }
    }
}
