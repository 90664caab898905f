package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobStore.RecompressStep;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobUpload;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecompressTest {
    private static final RecompressPlan PLAIN = new RecompressPlan(19, Instant.MAX, 0.05, false);
    private static final RecompressPlan TRAINED = new RecompressPlan(12, Instant.MAX, 0.05, true);
    private static final int DOMAIN = 7;

    @TempDir Path directory;
    private final MemoryPlacementIndex index = new MemoryPlacementIndex();
    private final Map<BlobId, byte[]> stored = new LinkedHashMap<>();

    private LocalBlobStore open(PlacementIndex with) {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(directory),
                new PlainDisk(),
                with,
                BlobStoreContract.KEYS);
    }

    private void put(LocalBlobStore store, int domain, byte[] bytes) {
        BlobHints hints = new BlobHints(domain, "", "", -1, Set.of());
        BlobUpload.Finished finished = Blobs.finish(store, bytes, hints);
        store.sync();
        finished.blob().close();
        stored.put(finished.blob().id(), bytes);
    }

    /// What fills packs, so that those before are sealed.
    private static void fill(LocalBlobStore store) {
        for (int i = 0; i < 70; i++) {
            Blobs.put(store, Blobs.random(1000 + i, 1000));
        }
    }

    private static byte[] record(Random random) {
        return ("{\"id\":%d,\"type\":\"measurement\",\"station\":\"north-%d\",\"unit\":\"celsius\","
                        + "\"value\":%d,\"quality\":\"checked\"}")
                .formatted(random.nextInt(), random.nextInt(100), random.nextInt(1000))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void assertReadable(LocalBlobStore store) {
        stored.forEach((id, bytes) -> assertThat(Blobs.get(store, id)).hasValue(bytes));
    }

    private static RecompressStep recompress(LocalBlobStore store, RecompressPlan plan) {
        RecompressStep step = store.recompress(plan, null, Pace.FREE);
        assertThat(step.end()).isTrue();
        return step;
    }

    private List<Path> dictionaries() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("dictionaries"))) {
            return files.sorted().toList();
        }
    }

    private static List<ScrubFinding> scrub(LocalBlobStore store) {
        List<ScrubFinding> findings = new ArrayList<>();
        store.scrub(ScrubDepth.DEEP, findings::add);
        return findings;
    }

    @Test
    void storesSmallAndLargeBlobsAnewAndSmaller() {
        try (LocalBlobStore store = open(index)) {
            for (int i = 0; i < 20; i++) {
                put(store, 0, Blobs.text(i, i % 4 == 0 ? 50_000 + i : 3000 + i));
            }
            fill(store);
            long before = store.stats().physicalBytes();
            RecompressStep step = recompress(store, PLAIN);

            assertThat(step.summary().findings()).isEqualTo(20);
            assertThat(before - store.stats().physicalBytes()).isEqualTo(step.saved());
            assertThat(step.saved()).isGreaterThan(before / 20);
            assertReadable(store);
            assertThat(scrub(store)).isEmpty();
            assertThat(recompress(store, PLAIN).summary().findings()).as("again").isZero();
            store.reclaim();
            assertReadable(store);
        }
        try (LocalBlobStore rebuilt = open(new MemoryPlacementIndex())) {
            assertThat(rebuilt.startUpFindings()).isEmpty();
            assertReadable(rebuilt);
        }
    }

    @Test
    void leavesWhatDoesNotShrinkAndWhatIsYoung() {
        try (LocalBlobStore store = open(index)) {
            for (int i = 0; i < 5; i++) {
                put(store, 0, Blobs.random(i, i % 2 == 0 ? 50_000 : 900));
            }
            put(store, 0, Blobs.text(1, 50_000));
            put(store, 0, Blobs.text(2, 3000));
            fill(store);
            RecompressPlan old =
                    new RecompressPlan(19, Instant.now().minusSeconds(3600), 0.05, false);

            assertThat(recompress(store, old).summary().findings()).isZero();
            assertThat(recompress(store, PLAIN).summary().findings()).isEqualTo(2);
            assertReadable(store);
        }
    }

    @Test
    void followsReadersToTheCopy() throws IOException {
        byte[] bytes = Blobs.text(3, 50_000);
        try (LocalBlobStore store = open(index)) {
            put(store, 0, bytes);
            BlobId id = stored.keySet().iterator().next();
            try (PinnedBlob pinned = store.pin(id).orElseThrow();
                    InputStream begun = pinned.read(0, bytes.length)) {
                byte[] first = begun.readNBytes(10_000);
                assertThat(recompress(store, PLAIN).summary().findings()).isEqualTo(1);
                store.reclaim();
                assertThat(first).isEqualTo(java.util.Arrays.copyOf(bytes, 10_000));
                assertThat(begun.readAllBytes()).hasSize(bytes.length - 10_000);
                assertThat(Blobs.read(pinned)).isEqualTo(bytes);
            }
        }
    }

    private void putRecords(LocalBlobStore store, int domain, int count) {
        Random random = new Random(domain);
        for (int i = 0; i < count; i++) {
            put(store, domain, record(random));
        }
    }

    @Test
    void trainsADictionaryThatSmallBlobsNeedFromThenOn() throws IOException {
        try (LocalBlobStore store = open(index)) {
            putRecords(store, 0, 600);
            fill(store);
            long before = store.stats().physicalBytes();
            RecompressStep step = recompress(store, TRAINED);

            assertThat(dictionaries()).as("with a copy").hasSize(2);
            assertThat(step.summary().findings()).isGreaterThan(500);
            assertThat(step.saved()).isGreaterThan(before / 10);
            assertReadable(store);
            assertThat(scrub(store)).isEmpty();

            recompress(store, TRAINED);
            assertThat(dictionaries()).as("no better one").hasSize(2);
            store.reclaim();
            assertReadable(store);
        }
        try (LocalBlobStore rebuilt = open(new MemoryPlacementIndex())) {
            assertThat(rebuilt.startUpFindings()).isEmpty();
            assertReadable(rebuilt);
            assertThat(scrub(rebuilt)).isEmpty();
        }
        assertThat(
                        OfflineScrub.run(
                                        directory,
                                        ScrubDepth.DEEP,
                                        DomainKeys.NONE,
                                        finding -> assertThat(finding).isNull())
                                .findings())
                .isZero();
    }

    @Test
    void readsTheCopyOfADictionaryAndMakesTheOtherAgain() throws IOException {
        try (LocalBlobStore store = open(index)) {
            putRecords(store, 0, 600);
            fill(store);
            recompress(store, TRAINED);
        }
        Path second = dictionaries().getFirst();
        Path first = dictionaries().getLast();
        assertThat(second.toString()).endsWith(".copy");
        Files.delete(second);
        byte[] good = Files.readAllBytes(first);
        try (LocalBlobStore store = open(new MemoryPlacementIndex())) {
            assertReadable(store);
            assertThat(scrub(store)).hasSize(1);
            assertThat(scrub(store)).isEmpty();
            assertThat(second).exists();
        }
        byte[] bad = good.clone();
        bad[100] ^= 1;
        Files.write(second, bad);
        try (LocalBlobStore store = open(new MemoryPlacementIndex())) {
            assertReadable(store);
            assertThat(scrub(store)).hasSize(1);
            assertThat(scrub(store)).isEmpty();
        }
    }

    @Test
    void refusesBlocksWhoseDictionaryIsGoneAndNoOthers() throws IOException {
        try (LocalBlobStore store = open(index)) {
            putRecords(store, 0, 600);
            put(store, 0, Blobs.text(1, 50_000));
            put(store, 0, Blobs.random(1, 900));
            fill(store);
            recompress(store, TRAINED);
        }
        List<Path> files = dictionaries();
        Files.delete(files.get(0));
        byte[] bytes = Files.readAllBytes(files.get(1));
        bytes[bytes.length / 2] ^= 1;
        Files.write(files.get(1), bytes);
        int named = 0;
        try (LocalBlobStore store = open(index)) {
            for (Map.Entry<BlobId, byte[]> blob : stored.entrySet()) {
                try {
                    assertThat(Blobs.get(store, blob.getKey())).hasValue(blob.getValue());
                } catch (StoreException.Corrupt e) {
                    assertThat(e.file()).startsWith("dictionaries/");
                    named++;
                }
            }
            assertThat(named).isGreaterThan(500).isLessThan(stored.size() - 1);
            assertThat(store.stats().quarantined()).isEqualTo(named);
            // Stored anew, which heals them.
            Map.copyOf(stored).values().forEach(each -> put(store, 0, each));
            assertReadable(store);
        }
    }

    @Test
    void keepsDictionariesOfDomainsApart() throws IOException {
        try (LocalBlobStore store = open(index)) {
            putRecords(store, DOMAIN, 600);
            fill(store);
            recompress(store, TRAINED);
            assertThat(dictionaries()).hasSize(2);
            Dictionaries dictionaries = new Dictionaries(new Layout(directory));
            DictionaryFile made = dictionaries.newest(DOMAIN).orElseThrow();
            assertThat(dictionaries.newest(0)).isEmpty();
            assertThat(dictionaries.forReading(made.id(), DOMAIN)).isNotNull();
            assertThatThrownBy(() -> dictionaries.forReading(made.id(), 0))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("for another domain");
            dictionaries.close();
            assertReadable(store);

            putRecords(store, 0, 600);
            fill(store);
            recompress(store, TRAINED);
            assertThat(dictionaries()).hasSize(4);
            assertReadable(store);
            assertThat(scrub(store)).isEmpty();
        }
    }

    /// A dictionary trained later on other data leaves the blocks of the earlier one readable.
    @Test
    void neverChangesADictionaryThatBlocksName() throws IOException {
        try (LocalBlobStore store = open(index)) {
            putRecords(store, 0, 600);
            fill(store);
            recompress(store, TRAINED);
            List<Path> first = dictionaries();
            byte[] before = Files.readAllBytes(first.getFirst());
            for (int i = 0; i < 3000; i++) {
                byte[] line =
                        ("GET /images/%d/thumbnail.png HTTP/1.1 200 agent=crawler-%d cache=hit"
                                        + " upstream=backend-%d region=eu-central-1")
                                .formatted(i, i % 7, i % 3)
                                .getBytes(StandardCharsets.UTF_8);
                put(store, 0, line);
            }
            fill(store);
            recompress(store, TRAINED);

            assertThat(dictionaries()).hasSize(4);
            assertThat(Files.readAllBytes(first.getFirst())).isEqualTo(before);
            assertReadable(store);
            assertThat(scrub(store)).isEmpty();
        }
    }

    @Test
    void endsWhereItIsToldToAndLeavesNothingBehind() throws IOException {
        try (LocalBlobStore store = open(index)) {
            put(store, 0, Blobs.text(1, 100_000));
            Pace ending =
                    new Pace() {
                        private int left = 8;

                        @Override
                        public boolean goesOn() {
                            return true;
                        }

                        @Override
                        public void took(long bytes) {
                            if (left-- == 0) {
                                throw new Ended();
                            }
                        }
                    };
            RecompressStep step = store.recompress(PLAIN, null, ending);
            assertThat(step.end()).isFalse();
            assertThat(step.last()).isNull();
            try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
                assertThat(left).isEmpty();
            }
            assertReadable(store);
            assertThat(Optional.ofNullable(step.last())).isEmpty();
        }
    }
}
