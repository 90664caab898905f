package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketSettings;
import dev.varve.log.Cut;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import dev.varve.projections.Table;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.Story;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged files are reported or make no difference; they never answer with other data.
class RocksDamageTest {
    @TempDir private Path temporary;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Path good;
    private Story story;

    @BeforeEach
    void write() {
        good = temporary.resolve("good");
        try (RocksViewStore store = RocksViewStore.open(good)) {
            story = new Story(store);
            story.createBucket("bucket", BucketSettings.DEFAULT);
            for (int i = 0; i < 300; i++) {
                story.put("key-" + i % 100, i);
            }
            store.flush();
            for (int i = 0; i < 20; i++) {
                story.delete("key-" + i);
            }
        }
    }

    private static Hash256 digest(ViewStore store) {
        try (ViewSnapshot snapshot = store.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private static boolean isTable(Path file) {
        return file.toString().endsWith(".sst");
    }

    private static boolean isData(Path file) {
        String name = file.getFileName().toString();
        return isTable(file) || name.startsWith("MANIFEST") || name.equals("CURRENT");
    }

    private static List<Path> dataFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(RocksDamageTest::isData).sorted().toList();
        }
    }

    private Path copy(int number) throws IOException {
        Path copy = temporary.resolve("copy-" + number);
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(good)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException error)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Whether the damage was reported. If not, what is read must be the state at its own cut: losing
    /// its newest files makes a view older, which the journal after its cut repairs.
    private boolean reports(Path directory, String what) {
        try (RocksViewStore store = RocksViewStore.open(directory)) {
            assertThat(digest(store)).as(what).isEqualTo(rebuilt(store.cut()));
            return false;
        } catch (StoreException.Corrupt e) {
            assertThat(e.getMessage()).as(what).contains(directory.getFileName().toString());
            return true;
        }
    }

    private Hash256 rebuilt(Cut cut) {
        try (MemoryViewStore store = new MemoryViewStore()) {
            Story again = new Story(store);
            int held = (int) cut.of(Story.ORIGIN).value() + 1;
            story.told().subList(0, held).forEach(again::retell);
            return digest(store);
        }
    }

    @Test
    void reportsFlippedBitsOrIsNotTouchedByThem() throws IOException {
        int reported = 0;
        for (int i = 0; i < 40; i++) {
            Path copy = copy(i);
            List<Path> files = dataFiles(copy);
            Path file = files.get(i % files.size());
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            String what = "seed %d: %s at %d".formatted(seed, file.getFileName(), at);
            reported += reports(copy, what) ? 1 : 0;
            remove(copy);
        }
        assertThat(reported).as("seed %d", seed).isGreaterThan(10);
    }

    @Test
    void reportsHalfATableOrNone() throws IOException {
        int number = 0;
        for (Path name : dataFiles(good)) {
            Path copy = copy(number++);
            Path file = copy.resolve(name.getFileName());
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            boolean reported = reports(copy, "half of " + name);
            assertThat(reported || !isTable(name)).as("half of %s", name).isTrue();
            remove(copy);
        }
    }

    @Test
    void reportsMissingFiles() throws IOException {
        int number = 0;
        for (Path name : dataFiles(good)) {
            Path copy = copy(number++);
            Files.delete(copy.resolve(name.getFileName()));
            assertThat(reports(copy, "without " + name)).as("without %s", name).isTrue();
            remove(copy);
        }
    }

    @Test
    void namesTheFileAndTheByte() throws IOException {
        Path table =
                dataFiles(good).stream().filter(RocksDamageTest::isTable).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(table);
        bytes[3] ^= 1;
        Files.write(table, bytes);
        assertThatThrownBy(this::openAndDigest)
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining(table.getFileName() + " at byte 0");
    }

    private void openAndDigest() {
        try (RocksViewStore store = RocksViewStore.open(good)) {
            digest(store);
        }
    }

    @Test
    void refusesAViewOfAReleaseToCome() throws Exception {
        addColumnFamily("99");
        assertThatThrownBy(() -> RocksViewStore.open(good))
                .isInstanceOf(StoreException.FromTheFuture.class);
    }

    private void addColumnFamily(String name) {
        List<Family> tables = new ArrayList<>();
        for (Table table : Table.values()) {
            tables.add(Family.of(Integer.toString(table.tag())));
        }
        tables.add(Family.of(name));
        Rocks.open(good, tables, RocksConfig.DEFAULT, VolumeRoom.ENDLESS).close();
    }
}
