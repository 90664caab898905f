package dev.varve.projections.rocksdb;

import dev.varve.log.Cut;
import dev.varve.log.StoreException;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewSnapshot;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/// One state of a view's store, with the cut that was committed with it.
final class RocksSnapshot implements ViewSnapshot {
    private final RocksViewStore store;
    private final Snapshot snapshot;
    private final ReadOptions at;
    private @Nullable Cut cut;
    private boolean closed;

    /// The caller has entered the store's lifetime for this snapshot.
    RocksSnapshot(RocksViewStore store) {
        this.store = store;
        this.snapshot = store.rocks().db().getSnapshot();
        this.at = new ReadOptions().setVerifyChecksums(true).setSnapshot(snapshot);
    }

    @Override
    public synchronized Cut cut() {
        requireOpen();
        Cut known = cut;
        if (known == null) {
            known = store.readCut(at);
            cut = known;
        }
        return known;
    }

    @Override
    public synchronized byte @Nullable [] get(Table table, byte[] key) {
        requireOpen();
        return store.rocks().get(store.family(table), at, key);
    }

    @Override
    public synchronized RowCursor scan(Table table) {
        requireOpen();
        return store.rocks().scan(store.family(table), at);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException.Closed("the snapshot is closed");
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            at.close();
            store.rocks().db().releaseSnapshot(snapshot);
            store.rocks().lifetime().exit();
        }
    }
}
