package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Hash256;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksConfig;
import dev.varve.projections.rocksdb.RocksViewStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Laws 1 and 2 on real files.
class LawsTest {
    private final SettableClock clock = new SettableClock();

    @TempDir Path data;

    @Test
    void comesBackTheSameWhenItsViewsAreDeleted() throws IOException {
        long seed = System.nanoTime();
        System.out.println("rebuild with seed " + seed);
        Path kept = data.resolve("kept");
        Path bare = data.resolve("bare");
        try (RealStore real = new RealStore(kept, clock)) {
            runModel(real, new Random(seed), "first");
        }
        copyRecursively(kept, bare);
        deleteRecursively(bare.resolve("view"));
        deleteRecursively(bare.resolve("placement"));
        new RealStore(kept, clock).close();
        new RealStore(bare, clock).close();
        assertThat(digest(bare)).isEqualTo(digest(kept));
        try (RealStore real = new RealStore(bare, clock)) {
            runModel(real, new Random(seed + 1), "second");
        }
    }

    private void runModel(RealStore real, Random random, String bucket) {
        real.withoutPurges();
        ModelRun.Subject subject =
                new ModelRun.Subject() {
                    @Override
                    public ObjectStore store() {
                        return real.store();
                    }

                    @Override
                    public Maintenance maintenance() {
                        return real.varve().maintenance();
                    }
                };
        ModelRun run = new ModelRun(subject, clock, random, new BucketName(bucket));
        for (int i = 0; i < 300; i++) {
            run.step();
        }
    }

    private static Hash256 digest(Path store) {
        Path directory = store.resolve("view").resolve("objects");
        try (ViewStore views = RocksViewStore.open(directory, RocksConfig.DEFAULT);
                ViewSnapshot snapshot = views.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private static void copyRecursively(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void deleteRecursively(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int first(List<String> forced, Predicate<String> which) {
        for (int i = 0; i < forced.size(); i++) {
            if (which.test(forced.get(i))) {
                return i;
            }
        }
        throw new AssertionError("never forced: " + forced);
    }

    private List<String> forcedBy(int length) {
        RecordingDisk disk = new RecordingDisk(data);
        try (Varve varve = Varve.open(RealStore.small(data, clock, disk))) {
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            store.put(PutRequest.of(BUCKET, KEY, Body.of(Sample.random(1, 100)))).orThrow();
            disk.take();
            store.put(PutRequest.of(BUCKET, KEY, Body.of(Sample.random(2, length)))).orThrow();
            return disk.take();
        }
    }

    @Test
    void syncsSmallBytesThenTheirEventThenAnswers() {
        List<String> forced = forcedBy(100);
        int pack = first(forced, each -> each.startsWith("force blobs/"));
        int journal = first(forced, each -> each.startsWith("force journal/"));
        assertThat(pack).isLessThan(journal);
        assertThat(forced).filteredOn(each -> each.startsWith("force journal/")).hasSize(1);
    }

    @Test
    void syncsLargeBytesAndTheirDirectoryThenTheirEventThenAnswers() {
        List<String> forced = forcedBy(100_000);
        int bytes = first(forced, each -> each.startsWith("force blobs/"));
        int directory = first(forced, each -> each.startsWith("force directory blobs"));
        int journal = first(forced, each -> each.startsWith("force journal/"));
        assertThat(bytes).isLessThan(directory);
        assertThat(directory).isLessThan(journal);
    }

    @Test
    void syncsNothingForWhatWritesNothing() {
        RecordingDisk disk = new RecordingDisk(data);
        try (Varve varve = Varve.open(RealStore.small(data, clock, disk))) {
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            disk.take();
            store.delete(BUCKET, KEY).orThrow();
            store.get(ReadRequest.of(BUCKET, KEY));
            assertThat(disk.take()).isEmpty();
        }
    }
}
