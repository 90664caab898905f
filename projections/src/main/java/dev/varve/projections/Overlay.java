package dev.varve.projections;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Changed rows on the heap over a store's newest state: the [ViewChanges] of every store, so that
/// all of them read, rewind and merge alike, and a row that many events touch is written once.
public final class Overlay implements ViewChanges {
    private final ViewReader base;
    private final Map<Table, NavigableMap<byte[], Change>> changed = new EnumMap<>(Table.class);
    private final List<Undo> undo = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private int size;

    /// A row's new value, null when it is deleted.
    static final class Change {
        private final byte @Nullable [] value;

        Change(byte @Nullable [] value) {
            this.value = value;
        }

        byte @Nullable [] value() {
            return value;
        }
    }

    /// Brings one row's change back to what it was.
    private interface Undo {
        void run();
    }

    public Overlay(ViewReader base) {
        this.base = base;
        for (Table table : Table.values()) {
            changed.put(table, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        Change change = rows(table).get(key);
        return change == null ? base.get(table, key) : change.value;
    }

    @Override
    public RowCursor scan(Table table) {
        return new MergedCursor(base.scan(table), rows(table));
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
        change(table, key, new Change(value));
    }

    @Override
    public void delete(Table table, byte[] key) {
        change(table, key, new Change(null));
    }

    private void change(Table table, byte[] key, Change change) {
        Change before = rows(table).put(key, change);
        if (before == null) {
            size++;
        }
        if (!marks.isEmpty()) {
            undo.add(() -> revert(table, key, before));
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
            undo.removeLast().run();
        }
    }

    private void revert(Table table, byte[] key, @Nullable Change before) {
        if (before == null) {
            rows(table).remove(key);
            size--;
        } else {
            rows(table).put(key, before);
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
        changed.forEach((table, rows) ->
                rows.forEach((key, change) -> give(sink, table, key, change.value)));
    }

    private static void give(RowSink sink, Table table, byte[] key, byte @Nullable [] value) {
        if (value == null) {
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

    private NavigableMap<byte[], Change> rows(Table table) {
        return Objects.requireNonNull(changed.get(table));
    }
}
