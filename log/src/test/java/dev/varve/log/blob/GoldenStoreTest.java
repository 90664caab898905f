package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
