package dev.varve.projections;

import dev.varve.log.Bytes;
import java.util.Arrays;
import java.util.Optional;

/// Walks two views side by side, to the first row in which they differ.
public final class ViewComparison {
    private static final byte[] START = {};

    private ViewComparison() {}

    /// @param what which of them has the row, or that its values differ
    public record Difference(Table table, Bytes key, String what) {
        @Override
        public String toString() {
            return "table " + table + ", key " + key + ": " + what;
        }
    }

    /// The first difference in the tables that nodes share; empty when there is none.
    public static Optional<Difference> first(ViewReader served, ViewReader rebuilt) {
        for (Table table : Table.values()) {
            Optional<Difference> found =
                    table.inDigest() ? first(served, rebuilt, table) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> first(ViewReader served, ViewReader rebuilt, Table table) {
        try (RowCursor one = served.scan(table);
                RowCursor other = rebuilt.scan(table)) {
            boolean onOne = one.seek(START);
            boolean onOther = other.seek(START);
            while (onOne && onOther) {
                int order = Arrays.compareUnsigned(one.key(), other.key());
                if (order != 0) {
                    return difference(table, order < 0 ? one : other, order < 0);
                }
                if (!Arrays.equals(one.value(), other.value())) {
                    return Optional.of(
                            new Difference(table, Bytes.of(one.key()), "the values differ"));
                }
                onOne = one.next();
                onOther = other.next();
            }
            if (onOne || onOther) {
                return difference(table, onOne ? one : other, onOne);
            }
            return Optional.empty();
        }
    }

    private static Optional<Difference> difference(Table table, RowCursor row, boolean served) {
        String what = served ? "only in the view that serves" : "only in the one made anew";
        return Optional.of(new Difference(table, Bytes.of(row.key()), what));
    }
}
