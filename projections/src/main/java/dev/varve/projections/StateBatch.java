package dev.varve.projections;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of a [StateStore] that change together. For one thread.
public final class StateBatch {
    private final List<Change> changes = new ArrayList<>();
    private long bytes;

    @FunctionalInterface
    public interface Visitor<E extends Exception> {
        /// @param value null to delete the row
        void visit(String space, byte[] key, byte @Nullable [] value) throws E;
    }

    private static final class Change {
        private final String space;
        private final byte[] key;
        private final byte @Nullable [] value;

        Change(String space, byte[] key, byte @Nullable [] value) {
            this.space = space;
            this.key = key;
            this.value = value;
        }
    }

    public StateBatch put(String space, byte[] key, byte[] value) {
        return add(space, key, value.clone());
    }

    public StateBatch delete(String space, byte[] key) {
        return add(space, key, null);
    }

    private StateBatch add(String space, byte[] key, byte @Nullable [] value) {
        int length = space.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > StateStore.MAX_SPACE) {
            throw new IllegalArgumentException(
                    "a space has 1 to " + StateStore.MAX_SPACE + " bytes");
        }
        long more = (long) key.length + (value == null ? 0 : value.length);
        if (bytes + more > StateStore.MAX_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "a batch has at most " + StateStore.MAX_BATCH_BYTES + " bytes");
        }
        bytes += more;
        changes.add(new Change(space, key.clone(), value));
        return this;
    }

    /// In the order they were made; a later one of the same row wins.
    public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        for (Change change : changes) {
            visitor.visit(change.space, change.key, change.value);
        }
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
