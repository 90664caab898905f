package dev.varve.projections;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Changed rows on the heap over a store's newest state: the [ViewChanges] of every store, so that
/// all of them read, rewind and merge alike, and a row that many events touch is written once.
public final class Overlay implements ViewChanges {
    private static final byte[] DELETED = new byte[0];

    private final ViewReader base;
    private final Map<Table, NavigableMap<byte[], byte[]>> changed = new EnumMap<>(Table.class);
    private final List<Undo> undo = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private int size;

    /// What a row's change was before; null when the row was not changed.
    private record Undo(Table table, byte[] key, byte @Nullable [] before) {}

    public Overlay(ViewReader base) {
        this.base = base;
        for (Table table : Table.values()) {
            changed.put(table, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        byte[] value = rows(table).get(key);
        if (value == null) {
            return base.get(table, key);
        }
        return value == DELETED ? null : value;
    }

    @Override
    public RowCursor scan(Table table) {
        return new MergedCursor(base.scan(table), rows(table), DELETED);
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
        // The mark of a deletion is an identity: an empty value must not be that very array.
        change(table, key, value == DELETED ? new byte[0] : value);
    }

    @Override
    public void delete(Table table, byte[] key) {
        change(table, key, DELETED);
    }

    private void change(Table table, byte[] key, byte[] value) {
        byte[] before = rows(table).put(key, value);
        if (before == null) {
            size++;
        }
        if (!marks.isEmpty()) {
            undo.add(new Undo(table, key, before));
        }
    }

    @Override
    public void mark() {
        marks.push(undo.size());
    }

    @Override
    public void rewind() {
        int mark = marks.pop();
        while (undo.size() > mark) {
            revert(undo.removeLast());
        }
    }

    private void revert(Undo last) {
        if (last.before == null) {
            rows(last.table).remove(last.key);
            size--;
        } else {
            rows(last.table).put(last.key, last.before);
        }
    }

    @Override
    public void unmark() {
        marks.pop();
        if (marks.isEmpty()) {
            undo.clear();
        }
    }

    /// How many rows differ from the base.
    public int size() {
        return size;
    }

    public void forEach(RowSink sink) {
        changed.forEach((table, rows) -> rows.forEach((key, value) -> give(sink, table, key, value)));
    }

    private static void give(RowSink sink, Table table, byte[] key, byte[] value) {
        if (value == DELETED) {
            sink.delete(table, key);
        } else {
            sink.put(table, key, value);
        }
    }

    /// Forgets all changes and marks.
    public void clear() {
        changed.values().forEach(Map::clear);
        undo.clear();
        marks.clear();
        size = 0;
    }

    @Override
    public void close() {
        clear();
    }

    private NavigableMap<byte[], byte[]> rows(Table table) {
        return changed.get(table);
    }
}
