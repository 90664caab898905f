package dev.varve.projections.objects;

import dev.varve.log.BlobId;
import dev.varve.log.Content;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import org.jspecify.annotations.Nullable;

/// How many versions and parts name each blob. A blob nobody names any more is an orphan.
final class References {
    private static final byte[] NOTHING = {};
    private final ViewChanges rows;
    private final boolean counts;

    References(ViewChanges rows) {
        this(rows, true);
    }

    private References(ViewChanges rows, boolean counts) {
        this.rows = rows;
        this.counts = counts;
    }

    /// For rows that nobody will keep.
    static References ignored(ViewChanges rows) {
        return new References(rows, false);
    }

    void add(Content content) {
        if (!counts) {
            return;
        }
        for (BlobId blob : content.blobs()) {
            byte[] key = RowKeys.blob(blob);
            long count = count(rows.get(Table.BLOB_REFERENCES, key));
            put(key, count + 1);
            // Looked up first: a delete for every new blob would litter the table.
            if (count == 0 && rows.get(Table.ORPHANS, key) != null) {
                rows.delete(Table.ORPHANS, key);
            }
        }
    }

    void drop(Content content) {
        if (!counts) {
            return;
        }
        for (BlobId blob : content.blobs()) {
            byte[] key = RowKeys.blob(blob);
            long count = count(rows.get(Table.BLOB_REFERENCES, key));
            if (count > 1) {
                put(key, count - 1);
            } else {
                rows.delete(Table.BLOB_REFERENCES, key);
                rows.put(Table.ORPHANS, key, NOTHING);
            }
        }
    }

    private void put(byte[] key, long count) {
        ByteWriter out = new ByteWriter();
        rows.put(Table.BLOB_REFERENCES, key, out.varint(count).toArray());
    }

    static long count(byte @Nullable [] value) {
        return value == null ? 0 : new ByteReader(value).varint();
    }
}
