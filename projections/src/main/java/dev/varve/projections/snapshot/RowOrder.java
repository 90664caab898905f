package dev.varve.projections.snapshot;

import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.projections.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes rows off a block, each of which must come after the one before it.
final class RowOrder {
    private static final Map<Integer, Table> TABLES = tables();

    private @Nullable Row last;
    private long rows;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Row(Table table, byte[] key, byte[] value) {
        boolean isAfter(Row other) {
            int tables = table.compareTo(other.table);
            return tables > 0 || (tables == 0 && Arrays.compareUnsigned(key, other.key) > 0);
        }
    }

    private static Map<Integer, Table> tables() {
        Map<Integer, Table> tables = new HashMap<>();
        for (Table table : Table.values()) {
            tables.put(table.tag(), table);
        }
        return tables;
    }

    long rows() {
        return rows;
    }

    /// @throws IllegalArgumentException when there is no such row, or not here
    Row next(ByteReader in) {
        int tag = in.varint32();
        Table table = TABLES.get(tag);
        if (table == null) {
            throw new StoreException.FromTheFuture("a snapshot with rows of table " + tag);
        }
        Row row = new Row(table, in.sized(), in.sized());
        if (last != null && !row.isAfter(last)) {
            throw new IllegalArgumentException("a row of " + table + " is out of order");
        }
        last = row;
        rows++;
        return row;
    }
}
