package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobUpload;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The name of a large file, and that of its directory, are durable before anybody relies on them,
/// also when an earlier process was killed before it forced them.
class LargeNamesTest {
    @TempDir Path directory;
    private final byte[] bytes = Blobs.random(9, 30_000);

    private Path large() {
        return directory.resolve("large");
    }

    private Path home() {
        return large().resolve(Blobs.idOf(bytes).hash().toString().substring(0, 2));
    }

    private LocalBlobStore open(PlainDisk disk) {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(directory),
                disk,
                new MemoryPlacementIndex(),
                DomainKeys.NONE);
    }

    @Test
    void forcesANameThatAKilledProcessMayNotHaveForced() {
        LocalBlobStore killed = open(new DyingDisk(home()));
        assertThatThrownBy(() -> Blobs.finish(killed, bytes)).isInstanceOf(StoreException.class);
        RecordingDisk disk = new RecordingDisk();
        try (LocalBlobStore store = open(disk);
                BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
            upload.write(bytes, 0, bytes.length);
            BlobUpload.Finished again = upload.finish();
            store.sync();

            assertThat(again.fresh()).isFalse();
            assertThat(disk.forced).contains(large(), home());
            again.blob().close();
        }
    }

    @Test
    void forcesADirectoryThatSomebodyElseMade() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        try (LocalBlobStore store = open(disk)) {
            Files.createDirectories(home());
            disk.forced.clear();
            Blobs.put(store, bytes);

            assertThat(disk.forced).containsSubsequence(large(), home());
        }
    }

    private static final class DyingDisk extends PlainDisk {
        private final Path last;

        DyingDisk(Path last) {
            this.last = last;
        }

        @Override
        public void forceDirectory(Path forced) throws IOException {
            if (forced.equals(last)) {
                throw new IOException("killed");
            }
        }
    }

    private static final class RecordingDisk extends PlainDisk {
        private final List<Path> forced = new CopyOnWriteArrayList<>();

        @Override
        public void forceDirectory(Path directory) {
            forced.add(directory);
        }
    }
}
