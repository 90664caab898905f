package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.projections.snapshot.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A view that is gone comes back the same from a snapshot and the journal after it.
class SnapshotStartTest {
    private final SettableClock clock = new SettableClock();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir Path home;

    private Path data;

    @BeforeEach
    void name() {
        data = home.resolve("data");
        System.out.println("snapshot start with seed " + seed);
    }

    private void work(RealStore real, String bucket, int steps) {
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
        for (int i = 0; i < steps; i++) {
            run.step();
        }
    }

    private static SnapshotSummary take(RealStore real) {
        return real.varve().snapshots().take(Snapshots.Watcher.NONE);
    }

    private static Path view(Path store) {
        return store.resolve("view").resolve("objects");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void copyUnchecked(Path from, Path to) {
        try {
            copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Hash256 digest(Path store) {
        try (ViewStore views = RocksViewStore.open(view(store));
                ViewSnapshot snapshot = views.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private void open() {
        new RealStore(data, clock).close();
    }

    /// Makes a store with two snapshots and events after them.
    private SnapshotSummary twoSnapshots() {
        return twoSnapshots("bucket");
    }

    private SnapshotSummary twoSnapshots(String name) {
        try (RealStore real = new RealStore(data, clock)) {
            work(real, name + "-1", 150);
            take(real);
            work(real, name + "-2", 100);
            SnapshotSummary newest = take(real);
            work(real, name + "-3", 100);
            return newest;
        }
    }

    private static void dropView(Path store) {
        ViewFiles.delete(store.resolve("view"));
    }

    /// Whatever became of the snapshots, the view is what the journal alone gives.
    private void assertComesBackAsFromTheJournal() throws IOException {
        Path bare = home.resolve("bare");
        copy(data, bare);
        dropView(data);
        dropView(bare);
        ViewFiles.delete(bare.resolve("snapshots"));
        new RealStore(data, clock).close();
        new RealStore(bare, clock).close();
        assertThat(digest(data)).as("seed %d", seed).isEqualTo(digest(bare));
        assertThat(data.resolve("view").toFile().list()).containsOnly("objects", "audit");
    }

    @Test
    void comesBackTheSameFromASnapshotAsFromTheWholeJournal() throws IOException {
        twoSnapshots();
        assertComesBackAsFromTheJournal();
    }

    @Test
    void goesOnFromWhatCameBack() {
        twoSnapshots();
        dropView(data);
        try (RealStore real = new RealStore(data, clock)) {
            work(real, "fourth", 100);
            take(real);
        }
    }

    @Test
    void usesTheNextOlderOneWhereTheNewestIsDamaged() throws IOException {
        Path newest = twoSnapshots().file();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        assertComesBackAsFromTheJournal();
    }

    @Test
    void foldsTheWholeJournalWhereNoSnapshotCanBeUsed() throws IOException {
        twoSnapshots();
        for (String name : Objects.requireNonNull(data.resolve("snapshots").toFile().list())) {
            Files.write(data.resolve("snapshots").resolve(name), new byte[10]);
        }
        assertComesBackAsFromTheJournal();
    }

    @Test
    void takesAnEmptyViewForAMissingOne() throws IOException {
        twoSnapshots();
        dropView(data);
        RocksViewStore.open(view(data)).close();
        Path bare = home.resolve("bare");
        copy(data, bare);
        ViewFiles.delete(bare.resolve("snapshots"));
        new RealStore(data, clock).close();
        new RealStore(bare, clock).close();
        assertThat(digest(data)).isEqualTo(digest(bare));
    }

    @Test
    void keepsAsManyAsItIsToldTo() {
        try (RealStore real = new RealStore(data, clock)) {
            for (int i = 0; i < 4; i++) {
                real.store().buckets().create(new BucketName("more-" + i)).orThrow();
                take(real);
            }
        }
        assertThat(data.resolve("snapshots").toFile().list()).hasSize(2);
    }

    @Test
    void refusesASnapshotThatIsBeyondTheJournal() {
        Path before = home.resolve("before");
        try (RealStore real = new RealStore(data, clock)) {
            work(real, "first", 50);
        }
        copyUnchecked(data, before);
        twoSnapshots("after");
        ViewFiles.delete(data.resolve("journal"));
        copyUnchecked(before.resolve("journal"), data.resolve("journal"));
        dropView(data);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("were durable and are not here");
    }

    /// As after a journal was restored from a backup and went on, with the later snapshots left.
    @Test
    void refusesASnapshotOfAnotherHistory() {
        Path before = home.resolve("before");
        try (RealStore real = new RealStore(data, clock)) {
            work(real, "first", 50);
        }
        copyUnchecked(data, before);
        twoSnapshots("one");
        try (RealStore real = new RealStore(before, clock)) {
            work(real, "other", 600);
            for (int i = 0; i < 300; i++) {
                real.store().buckets().create(new BucketName("more-" + i)).orThrow();
            }
        }
        ViewFiles.delete(data.resolve("journal"));
        copyUnchecked(before.resolve("journal"), data.resolve("journal"));
        dropView(data);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("another history");
        assertThat(view(data)).as("nothing is left of it").doesNotExist();
    }
}
