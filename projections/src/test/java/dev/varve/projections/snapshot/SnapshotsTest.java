package dev.varve.projections.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Cut;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.disk.DyingDisk;
import dev.varve.log.disk.FaultyDisk;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.log.seal.Journals;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    @TempDir Path directory;

    private final MemoryViewStore view = new MemoryViewStore();
    private final LocalDisk disk = new LocalDisk();

    @AfterEach
    void close() {
        view.close();
    }

    private Path home() {
        return directory.resolve("snapshots");
    }

    private Snapshots snapshots() {
        return SnapshotKit.in(home(), disk);
    }

    private SnapshotSummary load(Path file, ViewStore into) {
        return snapshots().load(file, into, Snapshots.Watcher.NONE);
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> snapshots().verify(file, Snapshots.Watcher.NONE))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
        try (MemoryViewStore into = new MemoryViewStore()) {
            assertThatThrownBy(() -> load(file, into)).isInstanceOf(StoreException.Corrupt.class);
            assertThat(into.cut()).isEqualTo(Cut.EMPTY);
        }
    }

    @Test
    void givesBackEveryRowOfEveryTableAndTheCut() {
        SnapshotKit.fill(view, 300, 1);
        SnapshotSummary taken = SnapshotKit.take(snapshots(), view);
        assertThat(taken.rows()).isEqualTo(300L * Table.values().length + 1);
        assertThat(taken.digest()).isEqualTo(SnapshotKit.digest(view));
        assertThat(taken.position()).isEqualTo(new Position(310));
        try (RocksViewStore into = RocksViewStore.open(directory.resolve("view"))) {
            SnapshotSummary loaded = load(taken.file(), into);
            assertThat(loaded).isEqualTo(taken);
            assertThat(into.cut()).isEqualTo(view.cut());
            assertThat(SnapshotKit.digest(into)).isEqualTo(SnapshotKit.digest(view));
            assertThat(SnapshotKit.rows(into)).isEqualTo(SnapshotKit.rows(view));
        }
    }

    @Test
    void holdsOneStateWhileTheViewGoesOn() {
        SnapshotKit.fill(view, 20_000, 1);
        List<String> before = SnapshotKit.rows(view);
        SnapshotSummary taken;
        try (var state = view.snapshot()) {
            SnapshotKit.fill(view, 20_001, 2);
            taken =
                    snapshots()
                            .write(
                                    SnapshotKit.header(state.cut()),
                                    state,
                                    Journals.SIGNER,
                                    Snapshots.Watcher.NONE);
        }
        try (MemoryViewStore into = new MemoryViewStore()) {
            load(taken.file(), into);
            assertThat(SnapshotKit.rows(into)).isEqualTo(before);
        }
    }

    @Test
    void ofAnEmptyViewIsOneToo() {
        SnapshotSummary taken = SnapshotKit.take(snapshots(), view);
        try (MemoryViewStore into = new MemoryViewStore()) {
            assertThat(load(taken.file(), into).rows()).isZero();
        }
    }

    @Test
    void refusesAFileOfWhichAnyByteIsDifferent() throws IOException {
        SnapshotKit.fill(view, 2, 3);
        Path file = SnapshotKit.take(snapshots(), view).file();
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            Files.write(file, bad);
            assertThatThrownBy(() -> snapshots().verify(file, Snapshots.Watcher.NONE))
                    .as("byte %d", at)
                    .isInstanceOfAny(
                            StoreException.Corrupt.class, StoreException.FromTheFuture.class);
        }
    }

    @Test
    void refusesADamagedBlockWhereverItIs() throws IOException {
        SnapshotKit.fill(view, 3_000, 3);
        SnapshotSummary taken = SnapshotKit.take(snapshots(), view);
        byte[] good = Files.readAllBytes(taken.file());
        assertThat(good.length).as("several blocks").isGreaterThan(4 << 20);
        for (int at = 100; at < good.length; at += 1 << 19) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            Files.write(taken.file(), bad);
            assertRefused(taken.file(), "");
        }
    }

    @Test
    void refusesAFileThatWasCutShortOrGoesOn() throws IOException {
        SnapshotKit.fill(view, 2, 3);
        Path file = SnapshotKit.take(snapshots(), view).file();
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += 7) {
            Files.write(file, Arrays.copyOf(good, length));
            assertRefused(file, "");
        }
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertRefused(file, "bytes too many");
    }

    @Test
    void refusesAKeyThatIsNotTheStores() {
        SnapshotKit.fill(view, 2, 3);
        Path file = SnapshotKit.take(snapshots(), view).file();
        Bytes other = Ed25519Signer.generate().publicKey();
        Snapshots strangers =
                new Snapshots(home(), SnapshotKit.OWNER, _ -> Optional.of(other), disk);
        assertThatThrownBy(() -> strangers.verify(file, Snapshots.Watcher.NONE))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("a key that is not this store's: 7");
    }

    @Test
    void refusesASignatureOfAnotherKey() {
        SnapshotKit.fill(view, 2, 3);
        Ed25519Signer forger = Ed25519Signer.of(7, Ed25519Signer.generate());
        try (var state = view.snapshot()) {
            assertThatThrownBy(() ->
                            snapshots()
                                    .write(
                                            SnapshotKit.header(state.cut()),
                                            state,
                                            forger,
                                            Snapshots.Watcher.NONE))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("the signature is wrong");
        }
        assertThat(snapshots().files()).as("it is read back before it counts").isEmpty();
    }

    @Test
    void refusesTheSnapshotOfAnotherStoreOrOfALaterIncarnation() {
        SnapshotKit.fill(view, 2, 3);
        Path file = SnapshotKit.take(snapshots(), view).file();
        JournalIdentity other =
                new JournalIdentity(new ClusterId(new UUID(1, 2)), SnapshotKit.OWNER.origin());
        Snapshots others = new Snapshots(home(), other, SnapshotKit.KEYS, disk);
        assertThatThrownBy(() -> others.verify(file, Snapshots.Watcher.NONE))
                .hasMessageContaining("a snapshot of another store");
        Snapshots later = new Snapshots(home(), Journals.identity(2), SnapshotKit.KEYS, disk);
        assertThat(later.verify(file, Snapshots.Watcher.NONE).file()).isEqualTo(file);
        Path reborn = reborn(later);
        assertThatThrownBy(() -> snapshots().verify(reborn, Snapshots.Watcher.NONE))
                .hasMessageContaining("which is not yet");
        Snapshots nodes = new Snapshots(home(), Journals.otherNode(), SnapshotKit.KEYS, disk);
        assertThatThrownBy(() -> nodes.verify(file, Snapshots.Watcher.NONE))
                .hasMessageContaining("a snapshot of another store");
    }

    private Path reborn(Snapshots later) {
        try (var state = view.snapshot()) {
            SnapshotHeader of = SnapshotKit.header(state.cut());
            SnapshotHeader header =
                    new SnapshotHeader(
                            of.cluster(),
                            Journals.identity(2).origin(),
                            of.cut(),
                            of.last(),
                            of.root(),
                            of.made(),
                            of.software(),
                            of.keyId(),
                            of.publicKey());
            return later.write(header, state, Journals.SIGNER, Snapshots.Watcher.NONE).file();
        }
    }

    @Test
    void keepsTheNewest() {
        for (int rows = 1; rows <= 4; rows++) {
            SnapshotKit.fill(view, rows, 3);
            SnapshotKit.take(snapshots(), view);
        }
        assertThat(snapshots().keepNewest(2)).isEqualTo(2);
        assertThat(snapshots().files())
                .extracting(file -> snapshots().header(file).orElseThrow().position().value())
                .containsExactly(14L, 13L);
    }

    @Test
    void givesUpThoseThatHoldWhatACutTookAway() {
        for (int rows = 1; rows <= 3; rows++) {
            SnapshotKit.fill(view, rows, 3);
            SnapshotKit.take(snapshots(), view);
        }
        snapshots().deleteFrom(new Position(12));
        assertThat(snapshots().files())
                .extracting(file -> snapshots().header(file).orElseThrow().position().value())
                .containsExactly(11L);
    }

    @Test
    void loadsIntoNothingButAnEmptyView() {
        SnapshotKit.fill(view, 2, 3);
        Path file = SnapshotKit.take(snapshots(), view).file();
        assertThatThrownBy(() -> load(file, view)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesRowsThatAreTooLong() {
        try (ViewChanges changes = view.change()) {
            changes.put(Table.USAGE, new byte[1], new byte[17 << 20]);
            view.commit(changes, Cut.of(SnapshotKit.OWNER.origin(), new Position(1)));
        }
        assertThatThrownBy(() -> SnapshotKit.take(snapshots(), view))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("too long");
    }

    @Test
    void countsOnlyOnceItIsWholeAndDurableWhereverTheProcessDies() {
        SnapshotKit.fill(view, 50, 3);
        SnapshotSummary earlier = SnapshotKit.take(snapshots(), view);
        SnapshotKit.fill(view, 60, 4);
        DyingDisk immortal = DyingDisk.immortal();
        SnapshotKit.take(SnapshotKit.in(directory.resolve("counted"), immortal), view);
        int steps = immortal.steps().size();
        assertThat(immortal.steps().subList(steps - 3, steps))
                .satisfiesExactly(
                        step -> assertThat(step).startsWith("force 0"),
                        step -> assertThat(step).startsWith("move 0"),
                        step -> assertThat(step).isEqualTo("force directory counted"));
        for (int last = 0; last < steps - 1; last++) {
            Snapshots dying = SnapshotKit.in(home(), new DyingDisk(last));
            assertThatThrownBy(() -> SnapshotKit.take(dying, view))
                    .as("step %d", last)
                    .isInstanceOf(DyingDisk.Dead.class);
            for (Path file : snapshots().files()) {
                assertThat(snapshots().verify(file, Snapshots.Watcher.NONE)).isNotNull();
            }
            assertThat(snapshots().files()).contains(earlier.file());
        }
    }

    @Test
    void clearsWhatWasLeftUnfinished() throws IOException {
        SnapshotKit.fill(view, 5, 3);
        Files.createDirectories(home());
        Path left = Files.writeString(home().resolve("0000000000000000003.varve-snapshot.new"), "");
        assertThat(snapshots().files()).isEmpty();
        SnapshotKit.take(snapshots(), view);
        assertThat(left).doesNotExist();
    }

    @Test
    void aFullDiskLeavesNothingBehind() throws IOException {
        SnapshotKit.fill(view, 3_000, 3);
        FaultyDisk full = new FaultyDisk();
        full.limitSpace(1 << 20);
        assertThatThrownBy(() -> SnapshotKit.take(SnapshotKit.in(home(), full), view))
                .isInstanceOf(StoreException.OutOfSpace.class);
        try (var files = Files.list(home())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void stopsWhenItsWatcherThrows() {
        SnapshotKit.fill(view, 3_000, 3);
        try (var state = view.snapshot()) {
            assertThatThrownBy(() ->
                            snapshots()
                                    .write(
                                            SnapshotKit.header(state.cut()),
                                            state,
                                            Journals.SIGNER,
                                            (rows, bytes) -> {
                                                throw new StoreException.Closed("closing");
                                            }))
                    .isInstanceOf(StoreException.Closed.class);
        }
        assertThat(snapshots().files()).isEmpty();
    }

    @Test
    void snapshotsOfTheFirstFormAreStillRead() throws IOException {
        SnapshotKit.fill(view, 20, 42, Table.BUCKETS, Table.CURRENT, Table.VERSIONS, Table.USAGE);
        SnapshotSummary now = SnapshotKit.take(snapshots(), view);
        Path golden = directory.resolve("golden.varve-snapshot");
        try (InputStream in = getClass().getResourceAsStream("/golden/snapshot.v1")) {
            if (in == null) {
                Path candidate = Files.createDirectories(Path.of("target", "golden"));
                Files.copy(now.file(), candidate.resolve("snapshot.v1"));
            }
            assertThat(in).as("golden file snapshot.v1").isNotNull();
            Files.write(golden, in.readAllBytes());
        }
        try (MemoryViewStore into = new MemoryViewStore()) {
            SnapshotSummary read = load(golden, into);
            assertThat(read.header()).isEqualTo(now.header());
            assertThat(read.digest()).isEqualTo(now.digest());
            assertThat(SnapshotKit.rows(into)).isEqualTo(SnapshotKit.rows(view));
        }
    }

    @Test
    void aNewerFormAsksForANewerRelease() throws IOException {
        SnapshotKit.fill(view, 2, 3);
        Path file = SnapshotKit.take(snapshots(), view).file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[4] = 2;
        Files.write(file, bytes);
        assertThatThrownBy(() -> snapshots().verify(file, Snapshots.Watcher.NONE))
                .isInstanceOf(StoreException.FromTheFuture.class)
                .hasMessageContaining("version 2");
        assertThat(snapshots().header(file)).isEmpty();
    }
}
