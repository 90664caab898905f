package dev.varve.tools.crash;

import dev.varve.log.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The store as the load reaches it.
interface Door {
    /// @throws Unanswered and what else says that the outcome is not known
    Answer perform(Op op);

    /// What is seen of a key, newest first, tombstones left out.
    List<Seen> versions(Target at);

    /// An open upload of a key, if there is one.
    Optional<Begun> upload(Target at);

    /// Some keys that have an object.
    List<String> names(Bin bin);

    /// A current object, empty when it is gone by now.
    Optional<Whole> read(Bin bin, String name);

    /// The newest position that reads see, where history is reached.
    long position();

    /// Whether hidden versions are seen, brought back and purged.
    boolean reachesHistory();

    sealed interface Answer {}

    /// @param id of the version or upload it made; [Op#NONE] when none, [KeyState#UNKNOWN] when it is
    ///     not said
    /// @param position of its event where the store says so, -1 else
    record Done(String id, long position) implements Answer {}

    record Refused(String reason) implements Answer {}

    /// @param id [Op#NONE] when it cannot be named
    /// @param etag null for a delete marker
    record Seen(String id, boolean hidden, @Nullable String etag) {
        boolean isObject() {
            return etag != null;
        }
    }

    record Begun(String upload, List<Integer> parts) {
        public Begun {
            parts = List.copyOf(parts);
        }
    }

    record Whole(String etag, long size, Bytes bytes) {}
}
