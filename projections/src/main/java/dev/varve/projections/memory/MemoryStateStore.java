package dev.varve.projections.memory;

import dev.varve.log.Position;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Consumer state on the heap, for tests and simulation.
public final class MemoryStateStore implements StateStore {
    private final Map<String, NavigableMap<byte[], byte[]>> spaces = new HashMap<>();
    private final Position begun;

    public MemoryStateStore(Position begun) {
        this.begun = begun;
    }

    private NavigableMap<byte[], byte[]> rows(String space) {
        return spaces.computeIfAbsent(space, name -> new TreeMap<>(Arrays::compareUnsigned));
    }

    @Override
    public synchronized byte @Nullable [] get(String space, byte[] key) {
        return rows(space).get(key);
    }

    @Override
    public void scan(String space, byte[] from, RowVisitor visitor) {
        List<Map.Entry<byte[], byte[]>> found;
        synchronized (this) {
            found = List.copyOf(rows(space).tailMap(from, true).entrySet());
        }
        for (Map.Entry<byte[], byte[]> row : found) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public synchronized void write(StateBatch batch) {
        batch.<RuntimeException>forEach((space, key, value) -> {
            if (value == null) {
                rows(space).remove(key);
            } else {
                rows(space).put(key, value);
            }
        });
    }

    @Override
    public Position begun() {
        return begun;
    }

    @Override
    public void close() {}
}
