package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import dev.varve.log.blob.DurablePlacementIndexContract;
import dev.varve.log.blob.PlacementIndex;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksPlacementIndexTest extends DurablePlacementIndexContract {
    @TempDir private Path directory;

    @Override
    protected PlacementIndex open() {
        return RocksPlacementIndex.open(directory);
    }

    @Override
    protected PlacementIndex reopen() {
        return open();
    }

    @Test
    void losesAtACrashOnlyWhatCameAfterTheFlush() {
        index.apply(put(SHARED, IN_PACK));
        index.flush();
        index.apply(put(PRIVATE, LARGE));
        ((RocksPlacementIndex) index).abandon();
        index = reopen();
        assertThat(index.find(SHARED)).hasValue(IN_PACK);
        assertThat(index.find(PRIVATE)).isEmpty();
        assertThat(index.tallies()).containsOnlyKeys(IN_PACK.shelf());
    }

    @Test
    void refusesUseAfterClose() {
        index.close();
        assertThatThrownBy(() -> index.find(SHARED)).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> index.apply(put(SHARED, IN_PACK)))
                .isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> index.tallies()).isInstanceOf(StoreException.Closed.class);
    }
}
