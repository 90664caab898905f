package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Cut;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.ViewStoreContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

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

    /// The buffers of all tables are limited together: an empty one must take next to nothing of that, or
    /// each commit ends in files of a row each.
    @Test
    void flushesNothingBeforeItsBufferIsFull(@TempDir Path other) throws IOException {
        Origin origin = new Origin(new NodeId(1), 1);
        try (RocksViewStore store = RocksViewStore.open(other, RocksConfig.SMALL)) {
            for (int i = 0; i < 300; i++) {
                try (ViewChanges changes = store.change()) {
                    for (Table table : Table.values()) {
                        changes.put(table, ByteBuffer.allocate(4).putInt(i).array(), new byte[40]);
                    }
                    store.commit(changes, Cut.EMPTY.with(origin, new Position(i)));
                }
            }
            assertThat(files(other)).isEmpty();
        }
        assertThat(files(other)).isNotEmpty();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.toString().endsWith(".sst")).toList();
        }
    }

    /// Its rows are not what folds would write now.
    @Test
    void throwsAwayWhatAnEarlierReleaseFolded(@TempDir Path other) throws RocksDBException {
        try (RocksViewStore old = RocksViewStore.open(other)) {
            try (ViewChanges changes = old.change()) {
                changes.put(Table.USAGE, new byte[] {1}, new byte[] {2});
                old.commit(changes, Cut.EMPTY.with(new Origin(new NodeId(1), 1), Position.FIRST));
            }
            old.rocks()
                    .db()
                    .put(
                            old.rocks().defaultFamily(),
                            new WriteOptions().setDisableWAL(true),
                            "format".getBytes(StandardCharsets.UTF_8),
                            new byte[] {1});
        }
        try (RocksViewStore anew = RocksViewStore.open(other);
                ViewSnapshot rows = anew.snapshot()) {
            assertThat(anew.cut()).isEqualTo(Cut.EMPTY);
            assertThat(rows.get(Table.USAGE, new byte[] {1})).isNull();
        }
    }
}
