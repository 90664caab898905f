package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flips bits in and cuts every kind of file, with the placement index kept and with it rebuilt.
///
/// `never served`: a read gives the right bytes or none. `never silent`: what can no longer be read
/// was reported, by start-up, by the read itself, or by a deep scrub, with its file. `healed`: a
/// lost blob can be stored again.
class DamageTest {
    @TempDir Path directory;
    private Path root = Path.of("");
    private final LossyPlacementIndex index = new LossyPlacementIndex();
    private final Map<BlobId, byte[]> blobs = new LinkedHashMap<>();
    private final Map<Path, byte[]> files = new LinkedHashMap<>();

    @BeforeEach
    void store() throws IOException {
        root = directory.resolve("store");
        try (LocalBlobStore store = open(index)) {
            for (int i = 0; i < 9; i++) {
                put(store, Blobs.random(i, 10 + 37 * i));
                put(store, Blobs.text(i, 10 + 400 * i));
            }
            put(store, Blobs.random(50, 20_000));
            put(store, Blobs.text(51, 20_000));
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.put(file, Files.readAllBytes(file));
            }
        }
        assertThat(files.keySet()).hasSizeGreaterThan(4);
    }

    private void put(LocalBlobStore store, byte[] bytes) {
        blobs.put(Blobs.put(store, bytes), bytes);
    }

    private LocalBlobStore open(PlacementIndex used) {
        BlobOptions options = BlobOptions.of(root).withSizes(4096, 8192, 4 << 10);
        return LocalBlobStore.open(options, new PlainDisk(), used, DomainKeys.NONE);
    }

    @Test
    void survivesFlippedBits() throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            int bits = file.getValue().length * 8;
            int step = file.getKey().toString().contains("large") ? 4999 : 499;
            for (int bit = 0; bit < bits; bit += step) {
                int flipped = bit;
                damage(
                        file.getKey(),
                        bytes -> {
                            bytes[flipped / 8] ^= (byte) (1 << flipped % 8);
                            return Optional.of(bytes);
                        },
                        "bit " + bit);
            }
        }
    }

    @Test
    void survivesEveryFlippedBitAtTheBeginningsOfFiles() throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            int bits = Math.min(120, file.getValue().length) * 8;
            for (int bit = 0; bit < bits; bit += 11) {
                int flipped = bit;
                damage(
                        file.getKey(),
                        bytes -> {
                            bytes[flipped / 8] ^= (byte) (1 << flipped % 8);
                            return Optional.of(bytes);
                        },
                        "bit " + bit);
            }
        }
    }

    @Test
    void survivesCutFiles() throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            int length = file.getValue().length;
            for (int cut = 0; cut < length; cut += cut < 200 || cut > length - 200 ? 13 : 301) {
                int kept = cut;
                damage(
                        file.getKey(),
                        bytes -> Optional.of(Arrays.copyOf(bytes, kept)),
                        "cut at " + cut);
            }
        }
    }

    @Test
    void survivesMissingFiles() throws IOException {
        for (Path file : files.keySet()) {
            damage(file, bytes -> Optional.empty(), "deleted");
        }
    }

    private void damage(Path file, Damage damage, String what) throws IOException {
        for (boolean rebuilt : new boolean[] {false, true}) {
            restore();
            byte[] whole = Objects.requireNonNull(files.get(file));
            Optional<byte[]> bytes = damage.to(whole.clone());
            Files.delete(file);
            if (bytes.isPresent()) {
                Files.write(file, bytes.get());
            }
            LossyPlacementIndex copy = rebuilt ? new LossyPlacementIndex() : index.copy();
            String name = root.relativize(file) + ", " + what + (rebuilt ? ", rebuilt" : "");
            boolean undetectable = rebuilt && looksWhole(file, bytes);
            check(copy, root.relativize(file).toString(), name, undetectable);
        }
    }

    /// Without an index nothing else knows of a file that is gone, or of what came behind a mark.
    private static boolean looksWhole(Path file, Optional<byte[]> bytes) {
        if (bytes.isEmpty() || bytes.get().length == 0) {
            return true;
        }
        int last = bytes.get().length - PackFormat.MARK_BYTES;
        return file.toString().endsWith(".pack")
                && last >= 0
                && bytes.get()[last] == 'V'
                && bytes.get()[last + 1] == 'M';
    }

    @FunctionalInterface
    private interface Damage {
        Optional<byte[]> to(byte[] bytes);
    }

    private void restore() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!files.containsKey(file)) {
                    Files.delete(file);
                }
            }
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private void check(LossyPlacementIndex used, String file, String name, boolean undetectable) {
        try (LocalBlobStore store = open(used)) {
            List<ScrubFinding> findings = new ArrayList<>(store.startUpFindings());
            List<BlobId> lost = new ArrayList<>();
            boolean thrown = false;
            for (Map.Entry<BlobId, byte[]> blob : blobs.entrySet()) {
                try {
                    Optional<byte[]> read = Blobs.get(store, blob.getKey());
                    if (read.isEmpty()) {
                        lost.add(blob.getKey());
                    } else {
                        assertThat(read).as(name).hasValue(blob.getValue());
                    }
                } catch (StoreException.Corrupt e) {
                    assertThat(e).as(name).hasMessageContaining(file);
                    thrown = true;
                    lost.add(blob.getKey());
                }
            }
            store.scrub(ScrubDepth.DEEP, findings::add);
            if (!lost.isEmpty() && !undetectable) {
                assertThat(thrown || findings.stream().anyMatch(found -> found.file().equals(file)))
                        .as("never silent: %s", name)
                        .isTrue();
            }
            blobs.keySet().stream()
                    .filter(id -> !lost.contains(id) && Blobs.get(store, id).isEmpty())
                    .forEach(lost::add);
            heal(store, lost, name);
        }
    }

    private void heal(LocalBlobStore store, List<BlobId> lost, String name) {
        for (BlobId id : lost) {
            assertThat(store.pin(id)).as(name).isEmpty();
            byte[] bytes = Objects.requireNonNull(blobs.get(id));
            assertThat(Blobs.put(store, bytes)).isEqualTo(id);
            assertThat(Blobs.get(store, id)).as("healed: %s", name).hasValue(bytes);
        }
        blobs.keySet().forEach(id -> assertThat(store.pin(id)).as("healed: %s", name).isPresent());
    }
}
