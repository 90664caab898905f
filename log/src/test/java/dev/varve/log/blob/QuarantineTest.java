package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubFinding;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes that cannot be read and may have been acknowledged are told of and kept. A killed process
/// is a store that is never closed.
class QuarantineTest {
    private static final int LENGTH = 3000;
    private static final int RECORD = (int) RecordHeader.padded(RecordHeader.BYTES + 16 + LENGTH);
    private static final int FIRST = PackFormat.HEADER_BYTES;
    @TempDir Path directory;

    private LocalBlobStore open(PlacementIndex index) {
        BlobOptions options = LocalBlobStoreTest.options(directory);
        return LocalBlobStore.open(options, new PlainDisk(), index, DomainKeys.NONE);
    }

    private LocalBlobStore open() {
        return open(new MemoryPlacementIndex());
    }

    private Path pack() {
        return directory.resolve("packs/0000000001.pack");
    }

    private static byte[] content(int i) {
        return Blobs.random(i, LENGTH);
    }

    private LocalBlobStore put(int count) {
        LocalBlobStore store = open();
        for (int i = 0; i < count; i++) {
            Blobs.put(store, content(i));
        }
        return store;
    }

    private void write(long at, int... bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(pack().toFile(), "rw")) {
            file.seek(at);
            for (int next : bytes) {
                file.write(next);
            }
        }
    }

    private List<Path> notes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("quarantine"))) {
            return files.toList();
        }
    }

    private void assertKept(LocalBlobStore store) {
        assertThat(store.startUpFindings())
                .extracting(ScrubFinding::file)
                .contains("packs/0000000001.pack");
        store.reclaim();
        store.reclaim();
        assertThat(pack()).exists();
    }

    @Test
    void keepsTheDamagedRecordOfAKilledProcessUntilItIsStoredAnew() throws IOException {
        put(3);
        write(FIRST + 400, 1, 2, 3);
        LossyPlacementIndex index = new LossyPlacementIndex();
        for (int start = 0; start < 3; start++) {
            LocalBlobStore store = open(index);
            assertKept(store);
            assertThat(store.stats().quarantined()).isEqualTo(1);
            assertThat(Blobs.get(store, Blobs.idOf(content(1)))).hasValue(content(1));
            store.close();
        }
        try (LocalBlobStore store = open(index)) {
            BlobId id = Blobs.put(store, content(0));
            store.reclaim();
            assertThat(Blobs.get(store, id)).hasValue(content(0));
            assertThat(pack()).doesNotExist();
        }
        try (LocalBlobStore store = open(index)) {
            assertThat(store.startUpFindings()).isEmpty();
        }
    }

    @Test
    void tellsOfDamageInTheBatchThatWasSyncedLast() throws IOException {
        put(1);
        write(FIRST + 400, 1, 2, 3);
        LocalBlobStore store = open();
        assertThat(store.startUpFindings()).hasSize(1);
        assertThat(store.startUpFindings().getFirst().blob()).hasValue(Blobs.idOf(content(0)));
        assertKept(store);
    }

    @Test
    void keepsAPackWhoseDamagedRecordSaysNoLongerWhoseItIs() throws IOException {
        put(2);
        write(FIRST + 30, 1, 2, 3);
        for (int start = 0; start < 3; start++) {
            LocalBlobStore store = open();
            assertKept(store);
            assertThat(notes()).hasSize(1);
            store.close();
        }
        Files.delete(notes().getFirst());
        LossyPlacementIndex index = new LossyPlacementIndex();
        open(index).close();
        Files.delete(notes().getFirst());
        try (LocalBlobStore store = open(index)) {
            assertThat(store.startUpFindings()).isEmpty();
        }
    }

    @Test
    void keepsASealedPackWithDamageAwayFromCompaction() throws IOException {
        put(30).close();
        write(FIRST + 30, 1, 2, 3);
        LocalBlobStore store = open();
        for (int i = 1; i < 20; i++) {
            store.condemn(Blobs.idOf(content(i)));
        }
        assertKept(store);
    }

    @Test
    void keepsUnreadableBytesThatNoMarkCovers() throws IOException {
        LocalBlobStore killed = put(1);
        for (int i = 1; i < 4; i++) {
            Blobs.finish(killed, content(i)).blob().close();
        }
        int second = FIRST + RECORD + PackFormat.MARK_BYTES;
        write(second + 200, 1, 2, 3);
        LocalBlobStore store = open();
        assertKept(store);
        assertThat(store.stats().quarantined()).isZero();
        assertThat(Blobs.get(store, Blobs.idOf(content(3)))).hasValue(content(3));
    }

    @Test
    void saysNothingOfTheBeginningOfARecord() throws IOException {
        for (int kept : new int[] {1, 30, 63, 64, 1000, RecordHeader.BYTES + 16 + LENGTH - 9}) {
            LocalBlobStore killed = open();
            Blobs.put(killed, content(0));
            Blobs.put(killed, content(-kept));
            long end = Files.size(lastPack());
            Blobs.finish(killed, content(kept)).blob().close();
            Path last = lastPack();
            try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                file.setLength(end + kept);
                file.setLength(end + 10_000);
            }
            try (LocalBlobStore store = open()) {
                assertThat(store.startUpFindings()).as("kept %s", kept).isEmpty();
                assertThat(Blobs.get(store, Blobs.idOf(content(0)))).hasValue(content(0));
                assertThat(store.pin(Blobs.idOf(content(kept)))).isEmpty();
            }
            assertThat(notes()).isEmpty();
        }
    }

    private Path lastPack() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("packs"))) {
            return files.sorted().toList().getLast();
        }
    }

    @Test
    void doesNotGoOnBehindGarbageInAPackThatWasClosedInOrder() throws IOException {
        put(2).close();
        long size = Files.size(pack());
        write(size, 1, 2, 3, 4, 5, 6, 7, 8);
        try (LocalBlobStore store = open()) {
            Blobs.put(store, content(5));
            assertThat(Files.size(pack())).isEqualTo(size + 8);
            assertKept(store);
        }
    }
}
