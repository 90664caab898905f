package dev.varve.projections.objects;

import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Position;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version of a key, as it is or (read as of a time) as it was.
///
/// @param state null unless the kind is OBJECT
/// @param nullVersion whether S3 clients know it as `null`
/// @param position of the event that made it, in the journal of the node that did: the id says whose that is
/// @param modified wall time of the event that made it
/// @param hiddenAt when it was superseded or deleted for clients, null while visible
/// @param upload the multipart upload it came from, so that a repeated completion finds it
/// @param bytesReleased whether its bytes are gone, which is so at all times once it is
public record Version(
        ObjectKey key,
        VersionId id,
        Kind kind,
        boolean nullVersion,
        Position position,
        Instant modified,
        @Nullable ObjectState state,
        @Nullable HybridTime hiddenAt,
        @Nullable UploadId upload,
        boolean bytesReleased) {

    /// The tags are stored: never renumber.
    public enum Kind {
        OBJECT(1),
        /// A delete that clients of a versioned bucket see as a version.
        DELETE_MARKER(2),
        /// A delete in a bucket without versioning; clients never see it.
        TOMBSTONE(3);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Kind ofTag(int tag) {
            for (Kind kind : values()) {
                if (kind.tag == tag) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of version " + tag);
        }
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    /// The state of a version that is known to be an object.
    public ObjectState object() {
        if (state == null) {
            throw new IllegalStateException(kind + " " + id + " has no bytes");
        }
        return state;
    }

    /// Whether both are the same to whoever reads them, locks and times aside.
    public boolean hasStateOf(Version other) {
        return unlocked().equals(other.unlocked());
    }

    private ObjectState unlocked() {
        ObjectState held = object();
        return held.with(held.attributes().withRetention(null).withLegalHold(false));
    }

    public long size() {
        return state == null ? 0 : state.size();
    }

    /// Not an empty object, nor one whose bytes went early.
    public boolean holdsBytes() {
        return heldBytes() > 0;
    }

    /// The bytes that are kept for it.
    public long heldBytes() {
        return bytesReleased ? 0 : size();
    }
}
