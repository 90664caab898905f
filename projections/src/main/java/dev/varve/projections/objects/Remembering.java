package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of one key while a fold works on it: what was read once, or was known before, is not looked up
/// again. A lookup costs many times what a step of a cursor does.
final class Remembering implements ViewChanges {
    private final ViewChanges rows;
    private final List<Known> known = new ArrayList<>();

    Remembering(ViewChanges rows) {
        this.rows = rows;
    }

    private static final class Known {
        private final Table table;
        private final byte[] key;
        private final byte @Nullable [] value;

        private Known(Table table, byte[] key, byte @Nullable [] value) {
            this.table = table;
            this.key = key;
            this.value = value;
        }

        private boolean is(Table ofTable, byte[] ofKey) {
            return table == ofTable && Arrays.equals(key, ofKey);
        }
    }

    /// The newest version of a key, which is visible, where a walk came by it.
    void tell(BucketId bucket, VersionRow newest) {
        Version version = newest.version();
        byte[] ofKey = RowKeys.key(bucket, version.key());
        boolean current = version.isObject();
        known.add(new Known(Table.CURRENT, ofKey, current ? CurrentRow.of(newest).bytes() : null));
        byte[] ofVersion = RowKeys.version(bucket, version.key(), version.id());
        byte[] row = RowKeys.revision(ofVersion, newest.revision());
        known.add(new Known(Table.VERSIONS, row, newest.bytes()));
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        for (Known each : known) {
            if (each.is(table, key)) {
                return each.value;
            }
        }
        byte[] value = rows.get(table, key);
        known.add(new Known(table, key, value));
        return value;
    }

    @Override
    public RowCursor scan(Table table) {
        return rows.scan(table);
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
        forget(table, key);
        rows.put(table, key, value);
    }

    @Override
    public void delete(Table table, byte[] key) {
        forget(table, key);
        rows.delete(table, key);
    }

    private void forget(Table table, byte[] key) {
        known.removeIf(each -> each.is(table, key));
    }

    @Override
    public void mark() {
        rows.mark();
    }

    @Override
    public void rewind() {
        known.clear();
        rows.rewind();
    }

    @Override
    public void unmark() {
        rows.unmark();
    }

    /// Whoever lent the rows closes them.
    @Override
    public void close() {
        known.clear();
    }
}
