package dev.varve.projections.rocksdb;

import dev.varve.projections.RowCursor;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// A cursor over one column family; holds the store open until closed.
final class RocksCursor implements RowCursor {
    private final Rocks rocks;
    private final RocksIterator iterator;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private boolean closed;

    /// The caller has entered the store's lifetime for this cursor.
    RocksCursor(Rocks rocks, RocksIterator iterator) {
        this.rocks = rocks;
        this.iterator = iterator;
    }

    @Override
    public boolean seek(byte[] target) {
        rocks.lifetime().requireOpen();
        iterator.seek(target);
        return settle();
    }

    @Override
    public boolean next() {
        rocks.lifetime().requireOpen();
        iterator.next();
        return settle();
    }

    /// Not valid means the end or a failure: only the status tells which.
    private boolean settle() {
        key = null;
        value = null;
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw rocks.errors().of("a scan", e);
        }
        return false;
    }

    @Override
    public byte[] key() {
        byte[] at = key;
        if (at == null) {
            rocks.lifetime().requireOpen();
            at = iterator.key();
            key = at;
        }
        return at;
    }

    @Override
    public byte[] value() {
        byte[] at = value;
        if (at == null) {
            rocks.lifetime().requireOpen();
            at = iterator.value();
            value = at;
        }
        return at;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            iterator.close();
            rocks.lifetime().exit();
        }
    }
}
