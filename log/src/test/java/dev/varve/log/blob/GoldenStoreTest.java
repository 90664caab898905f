package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.Pace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores written by earlier releases stay readable. A golden store is never changed: a new format
/// gets a directory beside it.
class GoldenStoreTest {
    @TempDir Path directory;

    /// What format 1 was asked to keep: shared, then private blobs.
    private static List<byte[]> contents() {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            contents.add(Blobs.random(i, 1 + 333 * i));
            contents.add(Blobs.text(i, 1 + 333 * i));
        }
        contents.add(Blobs.random(10, 4097));
        contents.add(Blobs.text(11, 30_000));
        return contents;
    }

    /// Made the golden store of format 1.
    static void write(Path root) {
        try (LocalBlobStore store =
                LocalBlobStore.open(
                        BlobOptions.of(root).withSizes(4096, 8192, 2048).withPreallocation(0),
                        new PlainDisk(),
                        new MemoryPlacementIndex(),
                        BlobStoreContract.KEYS)) {
            for (byte[] bytes : contents()) {
                Blobs.put(store, bytes);
            }
            Blobs.finish(store, contents().get(1), new BlobHints(7, "", "", -1, Set.of()));
            store.sync();
        }
    }

    /// What is alike enough for a dictionary, and two large ones.
    private static List<byte[]> alike() {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            contents.add(
                    ("{\"id\":%d,\"station\":\"north-%d\",\"unit\":\"celsius\","
                                    + "\"quality\":\"checked\"}")
                            .formatted(i * 7919, i % 13)
                            .getBytes(StandardCharsets.UTF_8));
        }
        contents.add(Blobs.text(12, 30_000));
        contents.add(Blobs.text(13, 3000));
        return contents;
    }

    /// Made the golden store `format-1-tuned`, and told of its dictionary.
    static void writeTuned(Path root) {
        try (LocalBlobStore store =
                LocalBlobStore.open(
                        BlobOptions.of(root).withSizes(4096, 8192, 2048).withPreallocation(0),
                        new PlainDisk(),
                        new MemoryPlacementIndex(),
                        BlobStoreContract.KEYS)) {
            for (byte[] bytes : alike()) {
                Blobs.put(store, bytes);
            }
            Blobs.put(store, Blobs.random(1, 2000));
            store.recompress(new RecompressPlan(19, Instant.MAX, 0.02, true), null, Pace.FREE);
            store.reclaim();
        }
    }

    @Test
    void readsBlocksThatWereCompressedInTheBackground() throws IOException, URISyntaxException {
        copy("format-1-tuned", directory);
        try (LocalBlobStore store =
                LocalBlobStore.open(
                        BlobOptions.of(directory),
                        new PlainDisk(),
                        new MemoryPlacementIndex(),
                        BlobStoreContract.KEYS)) {
            assertThat(store.startUpFindings()).isEmpty();
            for (byte[] bytes : alike()) {
                assertThat(Blobs.get(store, Blobs.idOf(bytes))).hasValue(bytes);
            }
            assertThat(store.scrub(ScrubDepth.DEEP, found -> {}).findings()).isZero();
        }
        assertThat(tuned()).as("with a dictionary and without").containsExactlyInAnyOrder(0, 1);
    }

    /// How many dictionaries blocks name, as 0 or 1.
    private Set<Integer> tuned() throws IOException {
        Set<Integer> kinds = new TreeSet<>();
        Layout layout = new Layout(directory);
        try (PackFiles files = new PackFiles(layout, 1)) {
            for (int pack : layout.listPacks().keySet()) {
                new PackScanner(files, pack, Files.size(layout.pack(pack)))
                        .scan(
                                PackFormat.HEADER_BYTES,
                                (header, at, bytes, offset, behind) -> {
                                    int frame = offset + BlockEncoder.FRAME_AT;
                                    BlockForm form = BlockForm.read(bytes, frame);
                                    if (form.encoding() == BlockFrame.TUNED) {
                                        kinds.add(form.tuned().dictionary() == 0 ? 0 : 1);
                                    }
                                });
            }
        }
        for (Path file : layout.listLarge()) {
            try (LargeReader reader = LargeReader.open(file, "large", new Dictionaries(layout))) {
                assertThat(reader.form(0).encoding()).isEqualTo(BlockFrame.TUNED);
                kinds.add(reader.form(0).tuned().dictionary());
            }
        }
        return kinds;
    }

    private void copy(String name, Path to) throws IOException, URISyntaxException {
        URL golden = Objects.requireNonNull(getClass().getResource("/golden/blob/" + name));
        Path from = Path.of(golden.toURI());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void readsFormat1() throws IOException, URISyntaxException {
        for (boolean doubt : new boolean[] {false, true}) {
            Path root = directory.resolve("doubt-" + doubt);
            copy("format-1", root);
            BlobOptions options = BlobOptions.of(root);
            try (LocalBlobStore store =
                    LocalBlobStore.open(
                            doubt ? options.inDoubt() : options,
                            new PlainDisk(),
                            new MemoryPlacementIndex(),
                            BlobStoreContract.KEYS)) {
                assertThat(store.startUpFindings()).isEmpty();
                for (byte[] bytes : contents()) {
                    assertThat(Blobs.get(store, Blobs.idOf(bytes))).hasValue(bytes);
                }
                Map<Integer, BlobId> domains = new HashMap<>();
                store.forEach(blob -> domains.put(blob.id().domain(), blob.id()));
                BlobId secret = Objects.requireNonNull(domains.get(7));
                assertThat(Blobs.get(store, secret)).hasValue(contents().get(1));
                assertThat(store.stats().blobs()).isEqualTo(contents().size() + 1L);
                assertThat(store.scrub(ScrubDepth.DEEP, found -> {}).findings()).isZero();
            }
        }
    }
}
