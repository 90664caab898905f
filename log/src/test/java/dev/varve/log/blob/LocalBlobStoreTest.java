package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest extends BlobStoreContract {
    @TempDir Path directory;

    static BlobOptions options(Path directory) {
        return BlobOptions.of(directory).withSizes(4096, 8192, 64 << 10).withPreallocation(4096);
    }

    @Override
    protected BlobStore open() {
        return open(options(directory));
    }

    private static LocalBlobStore open(BlobOptions options) {
        return LocalBlobStore.open(options, new PlainDisk(), new MemoryPlacementIndex(), KEYS);
    }

    @Test
    void findsEverythingAfterReopening() {
        BlobOptions options = options(directory.resolve("reopened"));
        Map<BlobId, byte[]> stored = new LinkedHashMap<>();
        for (int round = 0; round < 4; round++) {
            BlobOptions now = round % 2 == 0 ? options : options.inDoubt();
            try (LocalBlobStore store = open(now)) {
                assertThat(store.startUpFindings()).isEmpty();
                stored.forEach((id, bytes) -> assertThat(Blobs.get(store, id)).hasValue(bytes));
                assertThat(store.stats().blobs()).isEqualTo(stored.size());
                for (int i = 0; i < 60; i++) {
                    byte[] bytes = Blobs.random(round * 100 + i, 1 + i * 150);
                    stored.put(Blobs.put(store, bytes), bytes);
                }
            }
        }
    }

    @Test
    void takesLittleMoreThanTheBytesOfASmallBlob() {
        try (LocalBlobStore store = open(options(directory.resolve("lean")))) {
            Blobs.put(store, Blobs.random(1, 1024));

            assertThat(store.stats().physicalBytes()).isLessThanOrEqualTo(1110);
        }
    }
}
