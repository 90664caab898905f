package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubStep;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubTest {
    private static final int BLOCK = 8192;
    private static final int LARGE = 30_000;
    @TempDir Path directory;
    private final MemoryPlacementIndex index = new MemoryPlacementIndex();
    private final List<ScrubFinding> findings = new ArrayList<>();

    private LocalBlobStore open() {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(directory), new PlainDisk(), index, DomainKeys.NONE);
    }

    private Path fileOf(BlobId id) {
        Layout layout = new Layout(directory);
        return switch (index.find(id).orElseThrow()) {
            case Placement.InPack in -> layout.pack(in.pack());
            case Placement.LargeFile file -> layout.large(id, file.generation());
        };
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at < 0 ? bytes.length + at : at] ^= 1;
        Files.write(file, bytes);
    }

    private long scrub(LocalBlobStore store, ScrubDepth depth) {
        findings.clear();
        return store.scrub(depth, findings::add).findings();
    }

    @Test
    void findsADamagedBlockOnlyWhenItLooksDeep() throws IOException {
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, Blobs.random(1, LARGE));
            flip(fileOf(id), 20_000);

            assertThat(scrub(store, ScrubDepth.LIGHT)).isZero();
            assertThat(scrub(store, ScrubDepth.DEEP)).isEqualTo(1);

            assertThat(findings.getFirst().blob()).hasValue(id);
            assertThat(findings.getFirst().what()).contains("block 2 is damaged");
            assertThat(store.pin(id)).isEmpty();
            assertThat(store.stats().quarantined()).isEqualTo(1);
            assertThat(scrub(store, ScrubDepth.LIGHT)).as("still").isEqualTo(1);
        }
    }

    @Test
    void findsDamagedHeadersEvenWhenItLooksLightly() throws IOException {
        try (LocalBlobStore store = open()) {
            BlobId large = Blobs.put(store, Blobs.random(1, LARGE));
            BlobId small = Blobs.put(store, Blobs.random(2, 100));
            flip(fileOf(large), 30);
            flip(fileOf(small), 24 + 30);

            assertThat(scrub(store, ScrubDepth.LIGHT)).isEqualTo(2);

            assertThat(store.pin(large)).isEmpty();
            assertThat(store.pin(small)).isEmpty();
        }
    }

    @Test
    void keepsABlobReadableWhoseBlocksAreAllThere() throws IOException {
        byte[] bytes = Blobs.random(1, LARGE);
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, bytes);
            flip(fileOf(id), -3);

            assertThat(scrub(store, ScrubDepth.LIGHT)).isEqualTo(1);

            assertThat(findings.getFirst().what()).contains("block table");
            assertThat(Blobs.get(store, id)).hasValue(bytes);
        }
    }

    @Test
    void reportsAMissingFile() throws IOException {
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, Blobs.random(1, LARGE));
            Files.delete(fileOf(id));

            assertThat(scrub(store, ScrubDepth.LIGHT)).isEqualTo(1);
            assertThat(findings.getFirst().what()).contains("missing");
        }
    }

    @Test
    void noticesAPackThatIsTakenAwayWhileItIsOpen() throws IOException {
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, Blobs.random(1, 100));
            assertThat(Blobs.get(store, id)).isPresent();
            Files.delete(fileOf(id));

            assertThat(scrub(store, ScrubDepth.LIGHT)).isEqualTo(2);
            assertThat(findings).anyMatch(finding -> finding.blob().equals(Optional.of(id)));
        }
    }

    @Test
    void goesOnWhereItWasAndEndsWhereItIsToldTo() throws IOException {
        try (LocalBlobStore store = open()) {
            for (int i = 0; i < 30; i++) {
                Blobs.put(store, Blobs.random(i, i % 3 == 0 ? LARGE : 500));
            }
            BlobId after = null;
            long blobs = 0;
            int steps = 0;
            for (ScrubStep step = null; step == null || !step.end(); steps++) {
                step = store.scrub(ScrubDepth.DEEP, after, findings::add, new Some(7));
                blobs += step.summary().blobs();
                after = step.last();
            }
            assertThat(steps).isEqualTo(5);
            assertThat(blobs).as("each once").isEqualTo(30);
            assertThat(findings).isEmpty();
        }
    }

    @Test
    void countsABlobThatItWasStoppedInForNothing() throws IOException {
        try (LocalBlobStore store = open()) {
            Blobs.put(store, Blobs.random(1, LARGE));
            Pace stopped =
                    new Some(7) {
                        @Override
                        public void took(long bytes) {
                            if (bytes > 1000) {
                                throw new Pace.Ended();
                            }
                        }
                    };
            ScrubStep step = store.scrub(ScrubDepth.DEEP, null, findings::add, stopped);
            assertThat(step.end()).isFalse();
            assertThat(step.last()).isNull();
        }
    }

    /// Lets so many blobs be looked at.
    private static class Some implements Pace {
        private int left;

        Some(int left) {
            this.left = left;
        }

        @Override
        public boolean goesOn() {
            return left-- > 0;
        }

        @Override
        public void took(long bytes) {}
    }

    @Test
    void noticesTheBytesOfAnotherBlob() throws IOException {
        try (LocalBlobStore store = open()) {
            BlobId one = Blobs.put(store, Blobs.random(1, LARGE));
            BlobId two = Blobs.put(store, Blobs.random(2, LARGE));
            Files.copy(fileOf(one), fileOf(two), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(() -> Blobs.get(store, two))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("where " + two + " should be");
            assertThat(store.pin(two)).isEmpty();
        }
    }

    @Test
    void aReadGivesNothingOfADamagedBlockAndTheRestOfTheBlob() throws IOException {
        byte[] bytes = Blobs.random(1, LARGE);
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, bytes);
            flip(fileOf(id), RecordHeader.BYTES + BLOCK + BlockFrame.OVERHEAD + 100);
            try (PinnedBlob blob = store.pin(id).orElseThrow()) {
                assertThat(Blobs.read(blob, 2 * BLOCK, 100)).hasSize(100);
                InputStream in = blob.read(0, LARGE);
                assertThat(in.readNBytes(BLOCK)).hasSize(BLOCK);
                assertThatThrownBy(in::read)
                        .isInstanceOf(StoreException.Corrupt.class)
                        .hasMessageContaining(fileOf(id).getFileName().toString());
                assertThat(Blobs.read(blob, 2 * BLOCK, 100))
                        .isEqualTo(java.util.Arrays.copyOfRange(bytes, 2 * BLOCK, 2 * BLOCK + 100));
            }
            assertThat(store.pin(id)).isEmpty();
        }
    }

    @Test
    void leavesAPackWithAQuarantinedRecordUntilItIsCondemned() throws IOException {
        try (LocalBlobStore store = open()) {
            List<BlobId> ids = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ids.add(Blobs.put(store, Blobs.random(i, 1000)));
            }
            Path pack = fileOf(ids.getFirst());
            flip(pack, 24 + 200);
            assertThat(scrub(store, ScrubDepth.DEEP)).isEqualTo(1);
            ids.subList(1, 100).forEach(store::condemn);
            store.reclaim();
            assertThat(pack).exists();

            assertThat(store.condemn(ids.getFirst())).isTrue();
            store.reclaim();
            assertThat(pack).doesNotExist();
            assertThat(store.stats().quarantined()).isZero();
        }
    }
}
