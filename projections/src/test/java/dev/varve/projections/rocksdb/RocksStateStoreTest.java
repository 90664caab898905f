package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.projections.StateStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest extends StateStoreContract {
    @TempDir private Path directory;

    @Override
    protected StateStore open() {
        return open(BEGUN, directory, VolumeRoom.ENDLESS);
    }

    private static StateStore open(Position end, Path at, VolumeRoom room) {
        return RocksStateStore.open(at, room, () -> end);
    }

    @Test
    void keepsWhatWasWrittenWhenItIsOpenedAgain() {
        put("x", "key", "value");
        store.close();
        store = open(new Position(99), directory, VolumeRoom.ENDLESS);
        assertThat(rows("x", "", 10)).containsExactly("key=value");
        assertThat(store.begun()).as("it was made then").isEqualTo(BEGUN);
    }

    @Test
    void hasEveryWriteOnDiskAsSoonAsItIsAnswered(@TempDir Path other) throws IOException {
        for (int i = 0; i < 50; i++) {
            put("x", "key" + i, "v".repeat(i * 1000));
            copy(directory, other.resolve("crash" + i));
            try (StateStore copy =
                    open(Position.NONE, other.resolve("crash" + i), VolumeRoom.ENDLESS)) {
                assertThat(copy.get("x", bytes("key" + i))).as("write %d", i).hasSize(i * 1000);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file) && !file.endsWith("LOCK")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    @Test
    void writesAgainOnceThereIsRoom(@TempDir Path small) {
        AtomicBoolean full = new AtomicBoolean();
        try (StateStore state = open(BEGUN, small, bytes -> !full.get())) {
            full.set(true);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    state.write(
                                            new StateBatch()
                                                    .put("x", bytes("k" + i), new byte[100_000]));
                                }
                            })
                    .isInstanceOf(StoreException.OutOfSpace.class);
            full.set(false);
            state.write(new StateBatch().put("x", bytes("after"), bytes("1")));
            assertThat(state.get("x", bytes("after"))).isEqualTo(bytes("1"));
        }
    }

    @Test
    void refusesAFormatOfTheFuture() {
        store.write(new StateBatch().put("about", bytes("format"), new byte[] {2}));
        store.close();
        assertThatThrownBy(() -> store = open()).isInstanceOf(StoreException.FromTheFuture.class);
        store = open(BEGUN, directory.resolve("other"), VolumeRoom.ENDLESS);
    }
}
