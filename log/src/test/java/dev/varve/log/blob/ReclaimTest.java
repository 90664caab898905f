package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.PinnedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReclaimTest {
    private static final int LENGTH = 1000;
    @TempDir Path directory;
    private final LossyPlacementIndex index = new LossyPlacementIndex();

    private LocalBlobStore open() {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(directory), new PlainDisk(), index, DomainKeys.NONE);
    }

    private static List<BlobId> fill(BlobStore store, int count) {
        List<BlobId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(Blobs.put(store, Blobs.random(i, LENGTH)));
        }
        return ids;
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("packs"))) {
            return files.sorted().toList();
        }
    }

    private List<Path> largeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("large"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void deletesPacksThatAreAllDeadAndKeepsTheOthers() throws IOException {
        try (LocalBlobStore store = open()) {
            List<BlobId> ids = fill(store, 200);
            int before = packs().size();
            ids.subList(0, 100).forEach(store::condemn);

            BlobStore.Reclaimed reclaimed = store.reclaim();

            assertThat(reclaimed.blobs()).isEqualTo(100);
            assertThat(reclaimed.bytes()).isGreaterThan(50L * LENGTH);
            assertThat(packs()).hasSizeLessThan(before);
            assertThat(store.stats().packs()).isEqualTo(packs().size());
            for (int i = 100; i < 200; i++) {
                assertThat(Blobs.get(store, ids.get(i))).hasValue(Blobs.random(i, LENGTH));
            }
        }
    }

    @Test
    void compactsPacksThatAreMostlyDead() throws IOException {
        try (LocalBlobStore store = open()) {
            List<BlobId> ids = fill(store, 200);
            long before = store.stats().deadBytes();
            for (int i = 0; i < 200; i++) {
                if (i % 4 != 0) {
                    assertThat(store.condemn(ids.get(i))).isTrue();
                }
            }
            assertThat(store.stats().deadBytes()).isGreaterThan(before + 150L * LENGTH);

            assertThat(store.reclaim().packsCompacted()).isPositive();

            assertThat(store.stats().deadBytes()).isLessThan(20L * LENGTH);
            assertThat(store.stats().blobs()).isEqualTo(50);
            for (int i = 0; i < 200; i += 4) {
                assertThat(Blobs.get(store, ids.get(i))).hasValue(Blobs.random(i, LENGTH));
            }
        }
        try (LocalBlobStore store = open()) {
            assertThat(store.startUpFindings()).isEmpty();
            assertThat(store.stats().blobs()).isEqualTo(50);
        }
    }

    @Test
    void freesTheOnlyPackThereIs() throws IOException {
        try (LocalBlobStore store = open()) {
            fill(store, 20).forEach(store::condemn);

            store.reclaim();

            assertThat(packs()).isEmpty();
            assertThat(store.stats().deadBytes()).isZero();
            BlobId id = Blobs.put(store, Blobs.random(1, LENGTH));
            assertThat(Blobs.get(store, id)).isPresent();
        }
    }

    @Test
    void deletesLargeFilesOfCondemnedBlobs() throws IOException {
        try (LocalBlobStore store = open()) {
            byte[] bytes = Blobs.random(1, 50_000);
            BlobId id = Blobs.put(store, bytes);
            assertThat(largeFiles()).hasSize(1);
            store.condemn(id);
            Blobs.put(store, bytes);
            assertThat(largeFiles()).hasSize(2);
            assertThat(store.stats().deadBytes()).isGreaterThan(50_000);

            assertThat(store.reclaim().bytes()).isGreaterThan(50_000);

            assertThat(largeFiles()).hasSize(1);
            assertThat(store.stats().deadBytes()).isZero();
            assertThat(Blobs.get(store, id)).hasValue(bytes);
        }
    }

    @Test
    void leavesNoFileOfABlobThatWasCondemnedJustBeforeTheStop() throws IOException {
        try (LocalBlobStore store = open()) {
            store.condemn(Blobs.put(store, Blobs.random(1, 50_000)));
        }
        assertThat(largeFiles()).isEmpty();
    }

    @Test
    void keepsAStreamReadableWhoseBlobIsCondemnedAndDeleted() throws IOException {
        byte[] bytes = Blobs.random(2, 50_000);
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, bytes);
            PinnedBlob blob = store.pin(id).orElseThrow();
            InputStream in = blob.read(0, bytes.length);
            byte[] first = in.readNBytes(10);
            blob.close();
            store.condemn(id);
            store.reclaim();

            assertThat(first).isEqualTo(java.util.Arrays.copyOf(bytes, 10));
            assertThat(in.readAllBytes()).hasSize(bytes.length - 10);
        }
    }

    @Test
    void followsABlobThatCompactionMoved() {
        try (LocalBlobStore store = open()) {
            List<BlobId> ids = fill(store, 200);
            PinnedBlob kept = store.pin(ids.getFirst()).orElseThrow();
            ids.subList(1, 200).forEach(store::condemn);

            store.reclaim();

            assertThat(Blobs.read(kept)).isEqualTo(Blobs.random(0, LENGTH));
            kept.close();
        }
    }

    @Test
    void leavesAloneWhatIsMostlyAlive() throws IOException {
        try (LocalBlobStore store = open()) {
            List<BlobId> ids = fill(store, 200);
            List<Path> before = packs();
            for (int i = 0; i < 200; i += 4) {
                store.condemn(ids.get(i));
            }

            assertThat(store.reclaim().packsCompacted()).isZero();
            assertThat(packs()).isEqualTo(before);
        }
    }

    @Test
    void mergesManySmallPacks() throws IOException {
        List<BlobId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            BlobOptions options = LocalBlobStoreTest.options(directory).inDoubt();
            try (LocalBlobStore store =
                    LocalBlobStore.open(options, new PlainDisk(), index, DomainKeys.NONE)) {
                ids.add(Blobs.put(store, Blobs.random(i, 100)));
            }
        }
        assertThat(packs()).hasSizeGreaterThan(15);
        try (LocalBlobStore store = open()) {
            store.reclaim();
            store.reclaim();

            assertThat(packs()).hasSizeLessThan(10);
            for (int i = 0; i < 20; i++) {
                assertThat(Blobs.get(store, ids.get(i))).hasValue(Blobs.random(i, 100));
            }
        }
    }
}
