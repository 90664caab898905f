package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineScrubTest {
    @TempDir Path directory;
    private final List<ScrubFinding> findings = new ArrayList<>();

    @BeforeEach
    void fill() {
        try (LocalBlobStore store =
                LocalBlobStore.open(
                        LocalBlobStoreTest.options(directory),
                        new PlainDisk(),
                        new MemoryPlacementIndex(),
                        BlobStoreContract.KEYS)) {
            for (int i = 0; i < 100; i++) {
                Blobs.put(store, Blobs.random(i, 1000));
            }
            Blobs.put(store, Blobs.text(1, 50_000));
            Blobs.put(store, Blobs.random(2, 50_000));
        }
    }

    private ScrubSummary scrub(ScrubDepth depth) {
        findings.clear();
        return OfflineScrub.run(directory, depth, DomainKeys.NONE, findings::add);
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve(below))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    @Test
    void readsEverythingAndChangesNothing() throws IOException {
        List<Path> before = files("");
        for (ScrubDepth depth : ScrubDepth.values()) {
            ScrubSummary summary = scrub(depth);

            assertThat(findings).isEmpty();
            assertThat(summary.blobs()).isEqualTo(102);
            assertThat(summary.bytes()).isEqualTo(200_000);
        }
        assertThat(files("")).isEqualTo(before);
    }

    @Test
    void namesFileAndOffsetOfDamage() throws IOException {
        Path pack = files("packs").getFirst();
        flip(pack, 24 + 500);
        Path large = files("large").getFirst();
        flip(large, 700);

        assertThat(scrub(ScrubDepth.DEEP).findings()).isEqualTo(2);

        assertThat(findings.get(0).file()).isEqualTo("packs/0000000001.pack");
        assertThat(findings.get(0).offset()).isEqualTo(24);
        assertThat(findings.get(0).blob()).hasValue(Blobs.idOf(Blobs.random(0, 1000)));
        assertThat(findings.get(1).file()).isEqualTo(directory.relativize(large).toString());
    }

    /// Without its seal alone, a pack ends with the mark of its last sync, and no record is missing.
    @Test
    void seesCutPacks() throws IOException {
        for (Path pack : files("packs")) {
            byte[] whole = Files.readAllBytes(pack);
            for (int cut : new int[] {10, 24, 1000, whole.length - 48, whole.length - 1}) {
                Files.write(pack, Arrays.copyOf(whole, cut));
                assertThat(scrub(ScrubDepth.LIGHT).findings()).as("%s %s", pack, cut).isPositive();
            }
            Files.write(pack, whole);
        }
        assertThat(scrub(ScrubDepth.LIGHT).findings()).isZero();
    }

    @Test
    void takesATornTailAfterAnUncleanStopForNoDamage() throws IOException {
        Files.delete(directory.resolve("closed"));
        Path pack = files("packs").getLast();
        byte[] whole = Files.readAllBytes(pack);
        Files.write(pack, Arrays.copyOf(whole, whole.length - 100));

        assertThat(scrub(ScrubDepth.DEEP).findings()).isZero();
    }
}
