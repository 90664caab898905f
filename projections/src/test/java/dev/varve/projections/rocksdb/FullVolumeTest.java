package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException.OutOfSpace;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No flush is begun without room for it, since RocksDB would never get over its failure.
class FullVolumeTest {
    private static final RocksConfig SMALL = new RocksConfig(8 << 20, 4 << 20);
    private static final byte[] KEY = {1};

    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

    @TempDir Path directory;

    private RocksViewStore open() {
        return RocksViewStore.open(directory, SMALL, bytes -> free.get() >= bytes);
    }

    private static void put(RocksViewStore store, byte[] key, int length) {
        try (ViewChanges changes = store.change()) {
            changes.put(Table.CURRENT, key, new byte[length]);
            store.commit(changes, store.cut());
        }
    }

    @Test
    void keepsRowsInMemoryWhenThereIsNoRoomToFlushThem() {
        try (RocksViewStore store = open()) {
            put(store, KEY, 100);
            free.set(Unflushed.MARGIN);
            assertThatThrownBy(store::flush)
                    .isInstanceOf(OutOfSpace.class)
                    .hasMessageContaining(directory.toString());
            try (ViewSnapshot snapshot = store.snapshot()) {
                assertThat(snapshot.get(Table.CURRENT, KEY)).hasSize(100);
            }
            put(store, KEY, 200);
            free.set(Long.MAX_VALUE);
            store.flush();
        }
        try (RocksViewStore store = open();
                ViewSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(Table.CURRENT, KEY)).hasSize(200);
        }
    }

    @Test
    void takesNoMoreRowsThanMemoryHoldsUntilThereIsRoom() {
        try (RocksViewStore store = open()) {
            free.set(0);
            int taken = 0;
            try {
                while (taken < 100) {
                    put(store, new byte[] {2, (byte) taken}, 100_000);
                    taken++;
                }
            } catch (OutOfSpace e) {
                assertThat(taken).isBetween(5, 20);
            }
            assertThat(taken).isLessThan(100);
            free.set(Long.MAX_VALUE);
            put(store, KEY, 1);
            store.flush();
        }
    }

    @Test
    void countsOnlyWhatIsNotFlushed() {
        try (RocksViewStore store = open()) {
            for (int i = 0; i < 20; i++) {
                put(store, new byte[] {3, (byte) i}, 100_000);
                store.flush();
            }
            free.set(Unflushed.MARGIN + 200);
            put(store, KEY, 1);
            store.flush();
        }
    }
}
