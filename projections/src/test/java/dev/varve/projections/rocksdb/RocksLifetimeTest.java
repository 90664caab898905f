package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Cut;
import dev.varve.log.StoreException;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Closing under use ends in an exception, never in freed memory.
class RocksLifetimeTest {
    private static final int READERS = 4;

    @TempDir private Path directory;
    private RocksViewStore store;

    @BeforeEach
    void open() {
        store = RocksViewStore.open(directory);
        try (ViewChanges changes = store.change()) {
            for (byte i = 0; i < 100; i++) {
                changes.put(Table.CURRENT, new byte[] {i}, new byte[] {i});
            }
            store.commit(changes, Cut.EMPTY);
        }
    }

    @Test
    void endsReadersThatRunWhileItCloses() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(READERS);
        AtomicInteger closed = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(Thread.ofPlatform().start(() -> readUntilClosed(reading, closed)));
        }
        reading.await();
        store.close();
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(closed).hasValue(READERS);
        RocksViewStore.open(directory).close();
    }

    private void readUntilClosed(CountDownLatch reading, AtomicInteger closed) {
        try {
            for (int round = 0; ; round++) {
                readAll();
                if (round == 3) {
                    reading.countDown();
                }
            }
        } catch (StoreException.Closed e) {
            closed.incrementAndGet();
        }
    }

    private void readAll() {
        try (ViewSnapshot snapshot = store.snapshot();
                RowCursor cursor = snapshot.scan(Table.CURRENT)) {
            int rows = 0;
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                assertThat(snapshot.get(Table.CURRENT, cursor.key())).isEqualTo(cursor.value());
                rows++;
            }
            assertThat(rows).isEqualTo(100);
        }
    }

    @Test
    void refusesSnapshotsAndCursorsThatOutliveIt() throws InterruptedException {
        ViewSnapshot snapshot = store.snapshot();
        RowCursor cursor = snapshot.scan(Table.CURRENT);
        assertThat(cursor.seek(new byte[0])).isTrue();
        Thread closing = Thread.ofPlatform().start(store::close);
        while (store.rocks().lifetime().isOpen()) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(cursor::next).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> snapshot.get(Table.CURRENT, new byte[] {1}))
                .isInstanceOf(StoreException.Closed.class);
        cursor.close();
        cursor.close();
        snapshot.close();
        snapshot.close();
        closing.join();
        RocksViewStore.open(directory).close();
    }
}
