package dev.varve.server.store;

import static dev.varve.server.store.SampleLayouts.replicated;
import static dev.varve.server.store.SampleLayouts.writer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.JournalCursor;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.StateBatch;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import dev.varve.server.consumers.Follower;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Law 1 once the journal is trimmed: a view still comes back the same, and nothing goes that
/// anybody needs.
class SnapshotTrimTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private static final Duration WINDOW = Duration.ofHours(2);
    private static final Duration RETENTION = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration GRACE = Duration.ofDays(7);

    private final SettableClock clock = new SettableClock();

    @TempDir Path home;

    private VarveConfig config(Path data, SnapshotSettings settings) {
        return RealStore.small(data, clock, FakeVolume.withoutSyncs())
                .journal(new VarveConfig.JournalSettings(72_000, 20, 64 << 10, settings));
    }

    private VarveConfig config(Path data) {
        return config(
                data, new SnapshotSettings(Duration.ZERO, 0, 2, Optional.of(RETENTION), GRACE));
    }

    private Path data() {
        return home.resolve("data");
    }

    private RealStore open() {
        return new RealStore(config(data()));
    }

    private static void put(RealStore real, int from, int to) {
        for (int i = from; i < to; i++) {
            real.store().put(PutRequest.of(BUCKET, key(i), Body.of(body(i)))).orThrow();
        }
    }

    private static ObjectKey key(int i) {
        return ObjectKey.of("paper/" + i);
    }

    private static byte[] body(int i) {
        return ("paper " + i).getBytes(UTF_8);
    }

    private static void take(RealStore real) {
        real.varve().snapshots().take(Snapshots.Watcher.NONE);
    }

    /// Once the audit view has all that there is, which it does by and by.
    private static Snapshotting.Trim trim(RealStore real) {
        try {
            Position newest = real.varve().position();
            assertThat(real.varve().audit().await(newest, Duration.ofSeconds(20))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return real.varve().snapshots().trim();
    }

    /// A bucket with a hundred objects of long ago, two snapshots of it, and a few of today.
    private void old(RealStore real) {
        real.store()
                .buckets()
                .create(BUCKET, BucketSettings.DEFAULT.withHistoryWindow(WINDOW))
                .orThrow();
        put(real, 0, 100);
        clock.advance(DAY);
        take(real);
        put(real, 100, 130);
        take(real);
        put(real, 130, 140);
    }

    private static void assertHeldBy(Snapshotting.Trim trim, String by, String why) {
        assertThat(trim.segments()).isEmpty();
        assertThat(trim.oldest()).isEqualTo(Position.FIRST);
        Horizon.Hold first = trim.holds().getFirst();
        assertThat(first.by()).isEqualTo(by);
        assertThat(first.why()).contains(why);
    }

    private static void assertReads(RealStore real, int objects) {
        for (int i = 0; i < objects; i++) {
            ReadResult read = real.store().get(ReadRequest.of(BUCKET, key(i)));
            assertThat(bytes(read)).as("object %d", i).isEqualTo(body(i));
        }
    }

    private static byte[] bytes(ReadResult read) {
        try (ObjectBody body = read.orThrow()) {
            return body.readAll();
        }
    }

    private static Hash256 digest(Path store) {
        Path view = store.resolve("view").resolve("objects");
        try (ViewStore views = RocksViewStore.open(view);
                ViewSnapshot snapshot = views.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static List<Recorded> events(RealStore real) {
        List<Recorded> all = new ArrayList<>();
        Position oldest = real.varve().journal().oldest();
        try (JournalCursor cursor = real.varve().journal().read(oldest)) {
            for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
                all.add(next);
            }
        }
        return all;
    }

    @Test
    void deletedViewsComeBackTheSameBehindATrim() throws IOException {
        List<Recorded> all;
        Position oldest;
        try (RealStore real = open()) {
            old(real);
            all = events(real);
            Snapshotting.Trim trim = trim(real);
            assertThat(trim.segments()).hasSizeGreaterThan(1);
            assertThat(trim.bytes()).isPositive();
            oldest = trim.oldest();
            assertThat(oldest)
                    .isEqualTo(real.varve().journal().oldest())
                    .isGreaterThan(Position.FIRST);
        }
        Path bare = home.resolve("bare");
        copy(data(), bare);
        ViewFiles.delete(bare.resolve("view"));
        ViewFiles.delete(bare.resolve("placement"));
        new RealStore(config(data())).close();
        new RealStore(config(bare)).close();
        assertThat(digest(bare)).isEqualTo(digest(data()));
        try (RealStore real = new RealStore(config(bare))) {
            assertReads(real, 140);
            assertThat(events(real)).containsAll(all.subList((int) oldest.value(), all.size()));
            put(real, 140, 150);
            assertReads(real, 150);
        }
        JournalVerifier.Report report = new JournalVerifier(bare.resolve("journal")).verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.first()).isEqualTo(oldest);
        assertThat(report.checkpoints())
                .as("all checkpoints there ever were, those trimmed too")
                .isGreaterThan(oldest.value() / 20);
    }

    @Test
    void aPositionBeforeTheTrimIsRefusedAndATimeIsNot() {
        try (RealStore real = open()) {
            old(real);
            trim(real);
            Position oldest = real.varve().journal().oldest();
            ReadRequest before =
                    ReadRequest.of(BUCKET, key(0))
                            .asOf(new AsOf.AtPosition(new Position(oldest.value() - 1)));
            ReadResult refused = real.store().get(before);
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            ReadResult.Refused.class,
                            absent ->
                                    assertThat(absent.refusal().reason())
                                            .isEqualTo(Reason.BELOW_HISTORY_FLOOR));
            ReadRequest at = ReadRequest.of(BUCKET, key(0)).asOf(new AsOf.AtPosition(oldest));
            assertThat(bytes(real.store().get(at))).isEqualTo(body(0));
            ReadRequest then =
                    ReadRequest.of(BUCKET, key(0))
                            .asOf(new AsOf.At(clock.instant().minus(DAY.dividedBy(2))));
            assertThat(bytes(real.store().get(then))).isEqualTo(body(0));
        }
    }

    @Test
    void trimsNothingUnlessARetentionIsSet() {
        SnapshotSettings settings =
                new SnapshotSettings(Duration.ZERO, 0, 2, Optional.empty(), GRACE);
        try (RealStore real = new RealStore(config(data(), settings))) {
            old(real);
            assertHeldBy(trim(real), "journal.audit-retention", "not set");
        }
    }

    @Test
    void trimsNothingWithoutAsManySnapshotsAsAreKept() {
        try (RealStore real = open()) {
            real.store().buckets().create(BUCKET).orThrow();
            put(real, 0, 100);
            clock.advance(DAY.multipliedBy(3));
            assertHeldBy(trim(real), "snapshots", "0 of 2");
            take(real);
            assertHeldBy(trim(real), "snapshots", "1 of 2");
        }
    }

    @Test
    void aSnapshotThatDoesNotReadBackCoversNothing() throws IOException {
        try (RealStore real = open()) {
            old(real);
            Path older = real.varve().snapshots().list().getLast().file();
            byte[] bytes = Files.readAllBytes(older);
            bytes[bytes.length / 2] ^= 1;
            Files.write(older, bytes);
            assertHeldBy(trim(real), "snapshots", "1 of 2");
            bytes[bytes.length / 2] ^= 1;
            Files.write(older, bytes);
            assertThat(trim(real).segments()).isNotEmpty();
        }
    }

    @Test
    void keepsWhatAHistoryWindowNeeds() {
        try (RealStore real = open()) {
            old(real);
            real.store()
                    .buckets()
                    .create(
                            new BucketName("long-memory"),
                            BucketSettings.DEFAULT.withHistoryWindow(DAY.multipliedBy(2)))
                    .orThrow();
            assertHeldBy(trim(real), "history windows", "PT48H");
            clock.advance(DAY.multipliedBy(2));
            assertThat(trim(real).segments()).isNotEmpty();
        }
    }

    @Test
    void keepsWhatTheAuditRetentionCovers() {
        SnapshotSettings settings =
                new SnapshotSettings(Duration.ZERO, 0, 2, Optional.of(Duration.ofDays(30)), GRACE);
        try (RealStore real = new RealStore(config(data(), settings))) {
            old(real);
            assertHeldBy(trim(real), "journal.audit-retention", "PT720H");
            clock.advance(Duration.ofDays(31));
            assertThat(trim(real).segments()).isNotEmpty();
        }
    }

    @Test
    void keepsWhatAnotherMemberHasYetToTake() {
        OtherNode other = new OtherNode(clock);
        try (RealStore real = open()) {
            Origin self = real.varve().journal().origin();
            NodeId them = OtherNode.ORIGIN.node();
            ClusterLayout layout = replicated(1, writer("here", self.node()), writer("b", them));
            other.tell(
                    real.varve(),
                    new Event.ClusterChanged(
                            1, List.of(self.node(), them), LayoutCodec.write(layout)));
            old(real);
            assertHeldBy(trim(real), "member b", "yet to take");
            Position most = new Position(50);
            other.tell(
                    real.varve(),
                    new Event.EventsImported(
                            self, Position.FIRST, most, HybridTime.ZERO, Bytes.EMPTY));
            Snapshotting.Trim some = trim(real);
            assertThat(some.segments()).isNotEmpty();
            assertThat(some.holds().getFirst().by()).isEqualTo("member b");
            clock.advance(GRACE.plus(DAY));
            take(real);
            assertThat(trim(real).oldest()).as("waited for no longer").isGreaterThan(most);
        }
    }

    /// One that does nothing, and so never moves.
    private static final class Stuck implements Follower {
        @Override
        public String name() {
            return "stuck";
        }

        @Override
        public String about() {
            return "stays where it is";
        }

        @Override
        public void apply(List<Recorded> events, StateBatch with) throws InterruptedException {
            throw new IllegalStateException("stuck");
        }
    }

    @Test
    void keepsWhatALiveConsumerNeeds() {
        try (RealStore real = open()) {
            real.varve().consumers().add(new Stuck());
            old(real);
            assertHeldBy(trim(real), "consumer stuck", "not done");
            real.varve().consumers().remove("stuck");
            assertThat(trim(real).segments()).isNotEmpty();
        }
    }

    @Test
    void keepsWhatTheOldestSnapshotIsFollowedBy() {
        try (RealStore real = open()) {
            old(real);
            Snapshotting.Trim trim = trim(real);
            Position covered = real.varve().snapshots().list().getLast().position();
            assertThat(trim.oldest().value()).isLessThanOrEqualTo(covered.value() + 1);
            assertThat(trim.holds())
                    .extracting(Horizon.Hold::by)
                    .contains(
                            "object view",
                            "snapshots",
                            "journal.audit-retention",
                            "history windows");
        }
    }

    @Test
    void usesTheOlderSnapshotWhereTheNewerIsDamagedBehindATrim() throws IOException {
        try (RealStore real = open()) {
            old(real);
            assertThat(trim(real).segments()).isNotEmpty();
        }
        Path kept = home.resolve("kept");
        copy(data(), kept);
        Path newest = snapshots().getLast();
        Files.write(newest, new byte[100]);
        ViewFiles.delete(data().resolve("view"));
        new RealStore(config(kept)).close();
        new RealStore(config(data())).close();
        assertThat(digest(data())).isEqualTo(digest(kept));
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("snapshots"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void refusesToOpenBehindATrimWithoutAnySnapshot() throws IOException {
        try (RealStore real = open()) {
            old(real);
            assertThat(trim(real).segments()).isNotEmpty();
        }
        Path away = home.resolve("away");
        Files.move(data().resolve("snapshots"), away);
        open().close();
        ViewFiles.delete(data().resolve("view"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.Failed.class)
                    .hasMessageContaining("the object view is missing")
                    .hasMessageContaining("the journal begins with event")
                    .hasMessageContaining("there is no snapshot");
        }
        Files.move(away, data().resolve("snapshots"));
        for (Path file : snapshots()) {
            Files.copy(file, home.resolve(file.getFileName()));
            Files.write(file, new byte[20]);
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("no snapshot after that can be used")
                .hasMessageContaining(snapshots().getFirst().toString());
        Path good = snapshots().getLast();
        Files.copy(home.resolve(good.getFileName()), good, StandardCopyOption.REPLACE_EXISTING);
        try (RealStore real = open()) {
            assertReads(real, 140);
        }
    }

    @Test
    void isTrimmedAgainAndAgainWhileItIsUsed() {
        try (RealStore real = open()) {
            old(real);
            int next = 140;
            Position before = Position.FIRST;
            for (int day = 0; day < 4; day++) {
                clock.advance(DAY);
                put(real, next, next + 60);
                next += 60;
                take(real);
                trim(real);
                Position oldest = real.varve().journal().oldest();
                assertThat(oldest).isGreaterThan(before);
                before = oldest;
                real.reopen();
            }
            assertReads(real, next);
        }
        assertThat(new JournalVerifier(data().resolve("journal")).verify().problems()).isEmpty();
    }

    @Test
    void aSnapshotIsDueByEventsAndByTime() {
        SnapshotSettings settings = new SnapshotSettings(DAY, 50, 2, Optional.empty(), GRACE);
        try (RealStore real = new RealStore(config(data(), settings))) {
            Snapshotting snapshots = real.varve().snapshots();
            real.store().buckets().create(BUCKET).orThrow();
            assertThat(snapshots.isDue()).as("there is none").isTrue();
            take(real);
            assertThat(snapshots.isDue()).isFalse();
            clock.advance(DAY);
            assertThat(snapshots.isDue()).as("nothing happened").isFalse();
            put(real, 0, 2);
            assertThat(snapshots.isDue()).as("a day is over").isTrue();
            take(real);
            put(real, 2, 40);
            assertThat(snapshots.isDue()).isFalse();
            put(real, 40, 55);
            assertThat(snapshots.isDue()).as("by events").isTrue();
        }
    }

    @Test
    void aRebuildBesideIsTheSameBeforeAndBehindATrim() {
        try (RealStore real = open()) {
            old(real);
            Snapshotting snapshots = real.varve().snapshots();
            RebuildBeside.Rebuilt whole = snapshots.rebuild((position, goal) -> {});
            assertThat(whole.position()).isEqualTo(real.varve().position());
            assertThat(whole.events()).isEqualTo(whole.position().value() + 1);
            assertThat(trim(real).segments()).isNotEmpty();
            RebuildBeside.Rebuilt tail = snapshots.rebuild((position, goal) -> {});
            assertThat(tail.digest()).isEqualTo(whole.digest());
            assertThat(tail.events()).isLessThan(whole.events());
            assertThat(data().resolve("view").toFile().list()).containsOnly("objects", "audit");
        }
    }

    @Test
    void aRebuildBesideNamesTheRowOfADamagedView() {
        try (RealStore real = open()) {
            old(real);
        }
        Path view = data().resolve("view").resolve("objects");
        try (ViewStore views = RocksViewStore.open(view);
                ViewChanges changes = views.change()) {
            changes.put(Table.LINKS, new byte[] {1, 2, 3}, new byte[] {4});
            views.commit(changes, views.cut());
        }
        try (RealStore real = open()) {
            assertThatThrownBy(() -> real.varve().snapshots().rebuild((position, goal) -> {}))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("table LINKS, key 010203: only in the view that serves");
            assertReads(real, 140);
        }
    }
}
