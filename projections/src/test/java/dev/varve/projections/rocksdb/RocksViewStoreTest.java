package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import dev.varve.projections.ViewStore;
import dev.varve.projections.ViewStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksViewStoreTest extends ViewStoreContract {
    @TempDir private Path directory;

    @Override
    protected ViewStore create() {
        return RocksViewStore.open(directory);
    }

    @Override
    protected ViewStore crash(ViewStore store) {
        ((RocksViewStore) store).abandon();
        return create();
    }

    @Override
    protected ViewStore reopen(ViewStore store) {
        store.close();
        return create();
    }

    @Test
    void refusesToOpenTwice() {
        assertThatThrownBy(this::create).isInstanceOf(StoreException.Locked.class);
    }
}
