package dev.varve.projections.memory;

import dev.varve.log.Cut;
import dev.varve.projections.Overlay;
import dev.varve.projections.RowSink;
import dev.varve.projections.Table;
import java.util.EnumMap;
import java.util.Map;

/// All rows at one cut; never changes.
record MemoryState(Map<Table, SortedRows> tables, Cut cut) {
    static final MemoryState EMPTY = new MemoryState(new EnumMap<>(Table.class), Cut.EMPTY);

    SortedRows rows(Table table) {
        return tables.getOrDefault(table, SortedRows.EMPTY);
    }

    MemoryState with(Overlay changes, Cut newCut) {
        Map<Table, SortedRows> next = new EnumMap<>(Table.class);
        next.putAll(tables);
        changes.forEach(
                new RowSink() {
                    @Override
                    public void put(Table table, byte[] key, byte[] value) {
                        next.put(table, rows(table).with(key, value));
                    }

                    @Override
                    public void delete(Table table, byte[] key) {
                        next.put(table, rows(table).without(key));
                    }

                    private SortedRows rows(Table table) {
                        return next.getOrDefault(table, SortedRows.EMPTY);
                    }
                });
        return new MemoryState(next, newCut);
    }
}
