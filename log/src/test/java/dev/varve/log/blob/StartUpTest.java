package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store makes of the directory that an unclean stop left. The stop is a copy of the
/// directory while the store is open.
class StartUpTest {
    private static final int LENGTH = 500;
    @TempDir Path directory;
    private int copies;

    private Path root() {
        return directory.resolve("store");
    }

    private static LocalBlobStore open(Path root, PlacementIndex index) {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(root), new PlainDisk(), index, BlobStoreContract.KEYS);
    }

    private Path stop() throws IOException {
        Path target = directory.resolve("copy" + copies++);
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : files.toList()) {
                Path to = target.resolve(root().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return target;
    }

    private static List<Path> packs(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("packs"))) {
            return files.sorted().toList();
        }
    }

    private static byte[] content(int i) {
        return Blobs.random(i, LENGTH);
    }

    private static BlobId id(int i) {
        return Blobs.idOf(content(i));
    }

    @Test
    void copiesTheProvenTailIntoANewPack() throws IOException {
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex())) {
            for (int i = 0; i < 10; i++) {
                Blobs.put(store, content(i));
            }
            Path stopped = stop();
            try (LocalBlobStore again = open(stopped, new MemoryPlacementIndex())) {
                assertThat(packs(stopped)).hasSize(1);
                assertThat(packs(stopped).getFirst()).hasFileName("0000000002.pack");
                for (int i = 0; i < 10; i++) {
                    assertThat(Blobs.get(again, id(i))).hasValue(content(i));
                }
            }
        }
    }

    /// What a kill leaves between making a pack's file and writing its header.
    @Test
    void doesNotGoOnWithAPackThatNeverGotItsHeader() throws IOException {
        LossyPlacementIndex index = new LossyPlacementIndex();
        try (LocalBlobStore store = open(root(), index)) {
            Blobs.put(store, content(0));
        }
        Files.createFile(root().resolve("packs/0000000002.pack"));
        try (LocalBlobStore store = open(root(), index)) {
            Blobs.put(store, content(1));
        }
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex())) {
            assertThat(store.startUpFindings()).isEmpty();
            assertThat(Blobs.get(store, id(0))).hasValue(content(0));
            assertThat(Blobs.get(store, id(1))).hasValue(content(1));
        }
    }

    @Test
    void keepsInPlaceWhatTheIndexKnows() throws IOException {
        LossyPlacementIndex index = new LossyPlacementIndex();
        try (LocalBlobStore store = open(root(), index)) {
            Blobs.put(store, content(0));
            LossyPlacementIndex early = index.copy();
            Blobs.put(store, content(1));
            Path stopped = stop();
            try (LocalBlobStore again = open(stopped, early)) {
                assertThat(again.startUpFindings()).isEmpty();
                assertThat(packs(stopped)).hasSize(2);
                assertThat(early.find(id(0)).orElseThrow().shelf()).isEqualTo(1);
                assertThat(early.find(id(1)).orElseThrow().shelf()).isEqualTo(2);
            }
        }
    }

    @Test
    void goesOnWithTheOpenPackAfterAnOrderlyStop() throws IOException {
        LossyPlacementIndex index = new LossyPlacementIndex();
        for (int i = 0; i < 5; i++) {
            try (LocalBlobStore store = open(root(), index)) {
                Blobs.put(store, content(i));
            }
        }
        assertThat(packs(root())).hasSize(1);
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex())) {
            assertThat(store.startUpFindings()).isEmpty();
            assertThat(store.stats().blobs()).isEqualTo(5);
        }
    }

    @Test
    void reportsAHoleBelowADurablePointAndServesTheRest() throws IOException {
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex())) {
            for (int i = 0; i < 3; i++) {
                Blobs.put(store, content(i));
            }
            Path stopped = stop();
            Path pack = packs(stopped).getFirst();
            byte[] bytes = Files.readAllBytes(pack);
            bytes[24 + 200] ^= 1;
            Files.write(pack, bytes);
            try (LocalBlobStore again = open(stopped, new MemoryPlacementIndex())) {
                assertThat(again.startUpFindings())
                        .extracting(ScrubFinding::file, ScrubFinding::offset)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple("packs/0000000001.pack", 24L));
                assertThat(again.pin(id(0))).isEmpty();
                assertThat(Blobs.get(again, id(1))).hasValue(content(1));
                assertThat(Blobs.get(again, id(2))).hasValue(content(2));
                assertThat(packs(stopped)).as("evidence is kept").hasSize(2);
            }
        }
    }

    @Test
    void keepsAHoleAmongUnsyncedRecordsButCallsItUnproven() throws IOException {
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex())) {
            for (int i = 0; i < 3; i++) {
                Blobs.finish(store, content(i)).blob().close();
            }
            Path stopped = stop();
            Path pack = packs(stopped).getFirst();
            byte[] bytes = Files.readAllBytes(pack);
            Arrays.fill(bytes, 24, 24 + 100, (byte) 0);
            Files.write(pack, bytes);
            try (LocalBlobStore again = open(stopped, new MemoryPlacementIndex())) {
                assertThat(again.startUpFindings())
                        .extracting(ScrubFinding::what)
                        .containsExactly(
                                "unreadable bytes that no mark proves to have been durable");
                assertThat(again.stats().quarantined()).isZero();
                assertThat(again.pin(id(0))).isEmpty();
                assertThat(Blobs.get(again, id(2))).hasValue(content(2));
            }
        }
    }

    @Test
    void believesNoRecordThatAClientWrote() throws IOException {
        byte[] victim = content(7);
        byte[] forged = PackScannerTest.record(victim);
        byte[] lie = PackScannerTest.record(content(8));
        System.arraycopy(forged, 0, lie, 0, RecordHeader.BYTES);
        byte[] carrier = new byte[16 + lie.length];
        System.arraycopy(lie, 0, carrier, 0, lie.length);
        for (boolean inOrder : new boolean[] {false, true}) {
            Path root = directory.resolve("forged" + inOrder);
            LocalBlobStore store = open(root, new MemoryPlacementIndex());
            BlobHints packed = new BlobHints(0, "", "a.zip", -1, Set.of());
            Blobs.finish(store, carrier, packed).blob().close();
            Blobs.put(store, content(1));
            store.close();
            if (!inOrder) {
                Files.delete(root.resolve("closed"));
            }
            Path pack = packs(root).getFirst();
            byte[] bytes = Files.readAllBytes(pack);
            bytes[24 + 30] ^= 1;
            Files.write(pack, bytes);
            try (LocalBlobStore again = open(root, new MemoryPlacementIndex())) {
                assertThat(again.startUpFindings()).isNotEmpty();
                assertThat(again.pin(Blobs.idOf(victim))).isEmpty();
                assertThat(Blobs.get(again, id(1))).hasValue(content(1));
            }
        }
    }

    @Test
    void keepsPrivateBlobsWhoseKeyIsGone() throws IOException {
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex())) {
            BlobHints secret = new BlobHints(7, "", "", -1, Set.of());
            BlobUpload.Finished finished = Blobs.finish(store, content(1), secret);
            store.sync();
            Path stopped = stop();
            try (LocalBlobStore again =
                    LocalBlobStore.open(
                            LocalBlobStoreTest.options(stopped),
                            new PlainDisk(),
                            new MemoryPlacementIndex(),
                            DomainKeys.NONE)) {
                assertThat(Blobs.get(again, finished.blob().id())).hasValue(content(1));
            }
            finished.blob().close();
        }
    }

    @Test
    void emptiesTheTemporaryDirectory() throws IOException {
        try (LocalBlobStore store = open(root(), new MemoryPlacementIndex());
                BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
            upload.write(Blobs.random(1, 20_000), 0, 20_000);
            Path stopped = stop();
            Path temporary = stopped.resolve("tmp");
            assertThat(temporary).isNotEmptyDirectory();
            open(stopped, new MemoryPlacementIndex()).close();

            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void findsLargeFilesThatTheIndexLost() throws IOException {
        LossyPlacementIndex index = new LossyPlacementIndex();
        byte[] bytes = Blobs.random(1, 20_000);
        try (LocalBlobStore store = open(root(), index)) {
            LossyPlacementIndex early = index.copy();
            Blobs.put(store, bytes);
            Path stopped = stop();
            try (LocalBlobStore again = open(stopped, early)) {
                assertThat(Blobs.get(again, Blobs.idOf(bytes))).hasValue(bytes);
            }
        }
    }

    @Test
    void reportsAPackThatIsMissing() throws IOException {
        LossyPlacementIndex index = new LossyPlacementIndex();
        try (LocalBlobStore store = open(root(), index)) {
            Blobs.put(store, content(1));
        }
        Files.delete(packs(root()).getFirst());
        List<ScrubFinding> findings = new ArrayList<>();
        try (LocalBlobStore store = open(root(), index)) {
            findings.addAll(store.startUpFindings());
            BlobId id = Blobs.put(store, content(2));
            assertThat(index.find(id).orElseThrow().shelf()).isEqualTo(2);
        }
        assertThat(findings).extracting(ScrubFinding::what).containsExactly("the pack is missing");
    }
}
