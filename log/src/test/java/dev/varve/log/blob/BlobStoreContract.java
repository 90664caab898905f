package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobUpload;
import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every blob store does.
public abstract class BlobStoreContract {
    /// Around every boundary the local store has in this suite's shape.
    private static final int[] LENGTHS = {
        1, 7, 8, 9, 1000, 1024, 4095, 4096, 4097, 8191, 8192, 8193, 20_000, 100_000
    };

    protected static final DomainKeys KEYS =
            domain ->
                    domain == 7
                            ? Optional.of("secret".getBytes(StandardCharsets.UTF_8))
                            : Optional.empty();

    private BlobStore store;

    /// A new empty store that knows [#KEYS].
    protected abstract BlobStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void givesBackWhatWasStored() {
        for (int length : LENGTHS) {
            for (byte[] bytes : List.of(Blobs.random(length, length), Blobs.text(length, length))) {
                BlobId id = Blobs.put(store, bytes);

                assertThat(id).isEqualTo(Blobs.idOf(bytes));
                assertThat(Blobs.get(store, id)).hasValue(bytes);
            }
        }
    }

    @Test
    void takesBytesInPiecesOfAnySize() {
        Random random = new Random(5);
        byte[] bytes = Blobs.text(5, 50_000);
        try (BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(random.nextInt(6000), bytes.length - at);
                upload.write(bytes, at, count);
                at += count;
            }
            try (PinnedBlob blob = upload.finish().blob()) {
                assertThat(Blobs.read(blob)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void readsAnyRange() {
        Random random = new Random(6);
        byte[] bytes = Blobs.text(6, 70_001);
        try (PinnedBlob blob = Blobs.finish(store, bytes).blob()) {
            for (int i = 0; i < 300; i++) {
                int from = random.nextInt(bytes.length + 1);
                int length = random.nextInt(bytes.length - from + 1);

                assertThat(Blobs.read(blob, from, length))
                        .isEqualTo(java.util.Arrays.copyOfRange(bytes, from, from + length));
            }
        }
    }

    @Test
    void transfersAnyRangeFromWhereverReadingStopped() throws IOException {
        Random random = new Random(16);
        byte[] bytes = Blobs.text(16, 70_001);
        try (PinnedBlob blob = Blobs.finish(store, bytes).blob()) {
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(bytes.length + 1);
                int length = random.nextInt(bytes.length - from + 1);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (InputStream in = blob.read(from, length)) {
                    out.write(in.readNBytes(random.nextInt(length + 1)));
                    in.transferTo(out);
                    assertThat(in.read()).isNegative();
                }

                assertThat(out.toByteArray())
                        .isEqualTo(java.util.Arrays.copyOfRange(bytes, from, from + length));
            }
        }
    }

    @Test
    void refusesRangesOutsideTheBlob() {
        try (PinnedBlob blob = Blobs.finish(store, Blobs.random(1, 10)).blob()) {
            assertThatThrownBy(() -> blob.read(5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> blob.read(-1, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void skipsInsideAStream() throws Exception {
        byte[] bytes = Blobs.random(3, 30_000);
        try (PinnedBlob blob = Blobs.finish(store, bytes).blob();
                var in = blob.read(100, 20_000)) {
            assertThat(in.read()).isEqualTo(bytes[100] & 0xFF);
            assertThat(in.skip(9_999)).isEqualTo(9_999);
            assertThat(in.read()).isEqualTo(bytes[10_100] & 0xFF);
            assertThat(in.skip(50_000)).isEqualTo(9_999);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void computesTheDigestsAskedForAndNoOthers() {
        byte[] bytes = "123456789".getBytes(StandardCharsets.US_ASCII);
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            assertThat(digests(bytes, Set.of(algorithm))).containsOnlyKeys(algorithm);
        }
        assertThat(digests(bytes, Set.of())).isEmpty();
        assertThat(digests(bytes, EnumSet.allOf(DigestAlgorithm.class)))
                .containsEntry(DigestAlgorithm.MD5, Bytes.hex("25f9e794323b453885f5181f1b624d0b"))
                .containsEntry(
                        DigestAlgorithm.SHA1, Bytes.hex("f7c3bc1d808e04732adf679965ccc34ca7ae3441"))
                .containsEntry(
                        DigestAlgorithm.SHA256,
                        Bytes.hex(
                                "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"))
                .containsEntry(DigestAlgorithm.CRC32, Bytes.hex("cbf43926"))
                .containsEntry(DigestAlgorithm.CRC32C, Bytes.hex("e3069283"))
                .containsEntry(DigestAlgorithm.CRC64NVME, Bytes.hex("ae8b14860a799888"));
    }

    private Map<DigestAlgorithm, Bytes> digests(byte[] bytes, Set<DigestAlgorithm> wanted) {
        BlobUpload.Finished finished = Blobs.finish(store, bytes, BlobHints.of(wanted));
        finished.blob().close();
        return finished.digests();
    }

    @Test
    void abortLeavesNothing() {
        byte[] bytes = Blobs.random(9, 30_000);
        try (BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
            upload.write(bytes, 0, bytes.length);
        }
        store.sync();

        assertThat(store.pin(Blobs.idOf(bytes))).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @Test
    void refusesAnUploadWithoutBytes() {
        try (BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
            assertThatThrownBy(upload::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesBytesAfterTheEnd() {
        try (BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
            upload.write(new byte[1], 0, 1);
            upload.finish().blob().close();

            assertThatThrownBy(() -> upload.write(new byte[1], 0, 1))
                    .isInstanceOf(StoreException.Closed.class);
            assertThatThrownBy(upload::finish).isInstanceOf(StoreException.Closed.class);
        }
    }

    @Test
    void readsAFinishedBlobBeforeItIsSynced() {
        for (int length : LENGTHS) {
            byte[] bytes = Blobs.random(length + 1, length);
            try (PinnedBlob blob = Blobs.finish(store, bytes).blob()) {
                assertThat(blob.length()).isEqualTo(length);
                assertThat(Blobs.read(blob)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void findsABlobOnlyOnceItIsSynced() {
        for (int length : new int[] {100, 50_000}) {
            byte[] bytes = Blobs.random(length, length);
            try (PinnedBlob blob = Blobs.finish(store, bytes).blob()) {
                assertThat(store.pin(blob.id())).isEmpty();
                store.sync();
                assertThat(Blobs.get(store, blob.id())).hasValue(bytes);
            }
        }
    }

    @Test
    void storesTheSameContentOnce() {
        for (int length : new int[] {100, 50_000}) {
            byte[] bytes = Blobs.random(length, length);
            Blobs.put(store, bytes);
            BlobStore.Stats before = store.stats();

            try (PinnedBlob blob = again(bytes)) {
                assertThat(Blobs.read(blob)).isEqualTo(bytes);
            }
            store.sync();

            assertThat(store.stats().physicalBytes()).isEqualTo(before.physicalBytes());
            assertThat(store.stats().blobs()).isEqualTo(before.blobs());
            assertThat(store.stats().dedupHits()).isEqualTo(before.dedupHits() + 1);
            assertThat(store.stats().dedupBytes()).isEqualTo(before.dedupBytes() + length);
        }
    }

    private PinnedBlob again(byte[] bytes) {
        BlobUpload.Finished finished = Blobs.finish(store, bytes);
        assertThat(finished.fresh()).isFalse();
        return finished.blob();
    }

    @Test
    void givesDigestsOnADedupHitToo() {
        byte[] bytes = Blobs.random(2, 5000);
        Set<DigestAlgorithm> all = EnumSet.allOf(DigestAlgorithm.class);
        Map<DigestAlgorithm, Bytes> first = digests(bytes, all);
        store.sync();

        assertThat(digests(bytes, all)).isEqualTo(first);
    }

    @Test
    void keepsOneOfTwoUploadsThatRaced() {
        for (int length : new int[] {100, 50_000}) {
            byte[] bytes = Blobs.random(length, length);
            try (PinnedBlob one = Blobs.finish(store, bytes).blob();
                    PinnedBlob two = Blobs.finish(store, bytes).blob()) {
                store.sync();
                store.reclaim();

                assertThat(Blobs.read(one)).isEqualTo(bytes);
                assertThat(Blobs.read(two)).isEqualTo(bytes);
                assertThat(stored()).containsOnlyOnce(one.id());
            }
        }
    }

    @Test
    void condemnsOnlyWhatNobodyHolds() {
        for (int length : new int[] {100, 50_000}) {
            byte[] bytes = Blobs.random(length, length);
            BlobId id = Blobs.put(store, bytes);
            try (PinnedBlob blob = store.pin(id).orElseThrow()) {
                assertThat(store.condemn(id)).isFalse();
                store.reclaim();
                assertThat(Blobs.read(blob)).isEqualTo(bytes);
            }

            assertThat(store.condemn(id)).isTrue();
            assertThat(store.pin(id)).isEmpty();
            assertThat(stored()).doesNotContain(id);
        }
    }

    @Test
    void countsEveryPin() {
        BlobId id = Blobs.put(store, Blobs.random(1, 100));
        PinnedBlob one = store.pin(id).orElseThrow();
        PinnedBlob two = store.pin(id).orElseThrow();
        one.close();
        one.close();

        assertThat(store.condemn(id)).isFalse();
        two.close();
        assertThat(store.condemn(id)).isTrue();
    }

    @Test
    void condemningWhatIsNotHereDoesNothing() {
        assertThat(store.condemn(Blobs.idOf(new byte[] {1}))).isTrue();
        assertThat(store.reclaim().bytes()).isZero();
    }

    @Test
    void storesACondemnedBlobAnew() {
        for (int length : new int[] {100, 50_000}) {
            byte[] bytes = Blobs.random(length, length);
            BlobId id = Blobs.put(store, bytes);
            store.condemn(id);

            BlobUpload.Finished finished = Blobs.finish(store, bytes);
            store.sync();
            store.reclaim();

            assertThat(finished.fresh()).isTrue();
            assertThat(Blobs.get(store, id)).hasValue(bytes);
            finished.blob().close();
        }
    }

    @Test
    void privateDomainsShareNothing() {
        byte[] bytes = Blobs.random(4, 5000);
        BlobId shared = Blobs.put(store, bytes);
        BlobHints hints = new BlobHints(7, "", "", -1, Set.of(DigestAlgorithm.SHA256));

        BlobUpload.Finished finished = Blobs.finish(store, bytes, hints);
        store.sync();

        assertThat(finished.fresh()).isTrue();
        assertThat(finished.digests())
                .containsEntry(DigestAlgorithm.SHA256, Bytes.of(shared.hash().bytes()));
        BlobId id = finished.blob().id();
        finished.blob().close();
        assertThat(id.algorithm()).isEqualTo(BlobId.Algorithm.HMAC_SHA_256);
        assertThat(id.domain()).isEqualTo(7);
        assertThat(id.hash()).isNotEqualTo(shared.hash());
        assertThat(Blobs.get(store, id)).hasValue(bytes);
    }

    @Test
    void refusesADomainWithoutAKey() {
        assertThatThrownBy(() -> store.upload(new BlobHints(8, "", "", -1, Set.of())))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("no key of dedup domain 8");
    }

    @Test
    void aBlobCondemnedBeforeItsSyncDoesNotComeBack() {
        for (int length : LENGTHS) {
            byte[] bytes = Blobs.text(length, length);
            BlobId id = Blobs.idOf(bytes);
            Blobs.finish(store, bytes).blob().close();
            assertThat(store.condemn(id)).isTrue();
            store.sync();

            assertThat(store.pin(id)).as("length %s", length).isEmpty();
            Blobs.put(store, bytes);
            store.reclaim();
            assertThat(Blobs.get(store, id)).hasValue(bytes);
        }
    }

    @Test
    void findsNothingWrongWithAHealthyStore() {
        for (int length : LENGTHS) {
            Blobs.put(store, Blobs.text(length, length));
        }
        for (ScrubDepth depth : ScrubDepth.values()) {
            List<BlobStore.ScrubFinding> findings = new ArrayList<>();
            BlobStore.ScrubSummary summary = store.scrub(depth, findings::add);

            assertThat(findings).isEmpty();
            assertThat(summary.blobs()).isEqualTo(LENGTHS.length);
            assertThat(summary.bytes()).isEqualTo(store.stats().logicalBytes());
        }
    }

    @Test
    void doesNothingOnceClosed() {
        store.close();
        store.close();

        assertThatThrownBy(() -> store.upload(BlobHints.of(Set.of())))
                .isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> store.pin(Blobs.idOf(new byte[1])))
                .isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(store::sync).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(store::reclaim).isInstanceOf(StoreException.Closed.class);
    }

    @Test
    void agreesWithAPlainMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<BlobId, byte[]> model = new HashMap<>();
        for (int step = 0; step < 2000; step++) {
            byte[] bytes = Blobs.text(random.nextInt(20), 1 + random.nextInt(3) * 6000);
            BlobId id = Blobs.idOf(bytes);
            switch (random.nextInt(5)) {
                case 0 -> {
                    assertThat(store.condemn(id)).as("seed %s", seed).isTrue();
                    model.remove(id);
                }
                case 1 -> store.reclaim();
                default -> {
                    Blobs.put(store, bytes);
                    model.put(id, bytes);
                }
            }
            Optional<byte[]> found = Blobs.get(store, id);
            assertThat(found.isPresent()).as("seed %s", seed).isEqualTo(model.containsKey(id));
            found.ifPresent(read -> assertThat(read).isEqualTo(bytes));
        }
        assertThat(stored()).as("seed %s", seed).hasSameElementsAs(model.keySet());
        assertThat(store.stats().blobs()).as("seed %s", seed).isEqualTo(model.size());
    }

    private List<BlobId> stored() {
        List<BlobId> ids = new ArrayList<>();
        store.forEach(blob -> ids.add(blob.id()));
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        return ids;
    }
}
