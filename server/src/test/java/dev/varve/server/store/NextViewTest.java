package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A view that turned out wrong is changed for the one that a rebuild made, at the next start,
/// whatever step a process dies at.
class NextViewTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private static final int OBJECTS = 20;

    private final SettableClock clock = new SettableClock();

    @TempDir Path home;

    private Path data = Path.of("");

    /// A store with a wrong row in its view.
    @BeforeEach
    void damage() {
        data = home.resolve("data");
        try (RealStore real = open()) {
            real.store().buckets().create(BUCKET).orThrow();
            put(real, 0, OBJECTS);
        }
        try (ViewStore views = RocksViewStore.open(view());
                ViewChanges changes = views.change()) {
            changes.put(Table.LINKS, new byte[] {1, 2, 3}, new byte[] {4});
            views.commit(changes, views.cut());
            views.flush();
        }
    }

    private static void put(RealStore real, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] body = ("paper " + i).getBytes(StandardCharsets.UTF_8);
            ObjectKey key = ObjectKey.of("paper/" + i);
            real.store().put(PutRequest.of(BUCKET, key, Body.of(body))).orThrow();
        }
    }

    private Path view() {
        return data.resolve("view").resolve("objects");
    }

    private ViewFiles files() {
        return new ViewFiles(view(), FakeVolume.withoutSyncs());
    }

    private RealStore open() {
        return open(FakeVolume.withoutSyncs());
    }

    private RealStore open(Disk disk) {
        return new RealStore(RealStore.small(data, clock, disk));
    }

    private static void rebuild(RealStore real) {
        real.varve().snapshots().rebuild((position, goal) -> {});
    }

    private static void findDamage(RealStore real) {
        assertThatThrownBy(() -> rebuild(real))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("table LINKS, key 010203")
                .hasMessageContaining("takes its place at the next start");
    }

    private void findDamage() {
        try (RealStore real = open()) {
            findDamage(real);
        }
    }

    private static Hash256 digest(Path store) {
        try (ViewStore views = RocksViewStore.open(store.resolve("view").resolve("objects"));
                ViewSnapshot snapshot = views.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private void assertNothingBeside() {
        assertThat(data.resolve("view").toFile().list()).containsOnly("objects", "audit");
    }

    /// @param right whether the view is what the journal gives
    private void assertStarts(boolean right, String when) {
        try (RealStore real = open()) {
            assertNothingBeside();
            assertThat(real.store().get(ReadRequest.of(BUCKET, ObjectKey.of("paper/7"))))
                    .isInstanceOfSatisfying(ReadResult.Found.class, found -> found.body().close());
            if (right) {
                assertThatCode(() -> rebuild(real)).as(when).doesNotThrowAnyException();
            } else {
                findDamage(real);
            }
        }
    }

    @Test
    void takesThePlaceOfTheWrongOneAtTheNextStart() {
        try (RealStore real = open()) {
            findDamage(real);
            put(real, OBJECTS, 2 * OBJECTS);
        }
        Path bare = home.resolve("bare");
        ViewDeath.copy(data, bare);
        ViewFiles.delete(bare.resolve("view"));
        new RealStore(RealStore.small(bare, clock, FakeVolume.withoutSyncs())).close();
        open().close();
        assertNothingBeside();
        assertThat(digest(data)).isEqualTo(digest(bare));
        assertStarts(true, "later");
    }

    @Test
    void theLastOfSeveralIsTheOneThatCounts() throws IOException {
        try (RealStore real = open()) {
            findDamage(real);
            Position first = files().next().orElseThrow().position();
            put(real, OBJECTS, 2 * OBJECTS);
            findDamage(real);
            assertThat(files().next().orElseThrow().position()).isGreaterThan(first);
        }
        assertStarts(true, "after two");
    }

    @Test
    void holdsTheJournalAfterIt() {
        try (RealStore real = open()) {
            findDamage(real);
            Position end = files().next().orElseThrow().position();
            put(real, OBJECTS, 2 * OBJECTS);
            assertThat(real.varve().snapshots().plan().holds())
                    .filteredOn(hold -> hold.by().equals("view made anew"))
                    .singleElement()
                    .satisfies(hold -> assertThat(hold.from()).isEqualTo(end.next()));
        }
    }

    @Test
    void isThereOrNotWhereverARebuildDies() {
        Path whole = home.resolve("whole");
        ViewDeath.copy(data, whole);
        List<String> steps = stepsOfRebuild(Integer.MAX_VALUE);
        int mark = steps.indexOf("move objects.next.mark");
        assertThat(steps.indexOf("move objects.next")).isBetween(0, mark - 1);
        assertStarts(true, "nobody died");
        for (int last = 0; last <= steps.size(); last++) {
            ViewFiles.delete(data);
            ViewDeath.copy(whole, data);
            stepsOfRebuild(last);
            assertStarts(last > mark, "died after " + steps.subList(0, last));
        }
    }

    private List<String> stepsOfRebuild(int last) {
        ViewDeath disk =
                new ViewDeath(
                        data.resolve("view"), home.resolve("left"), Set.of("objects", "audit"));
        List<String> steps;
        try (RealStore real = open(disk)) {
            disk.dyingAfter(last);
            assertThatThrownBy(() -> rebuild(real)).isInstanceOf(RuntimeException.class);
            steps = disk.steps();
            disk.dyingAfter(Integer.MAX_VALUE);
        }
        disk.comeBack();
        return steps;
    }

    @Test
    void takesThePlaceWhereverAStartDies() {
        findDamage();
        Path whole = home.resolve("whole");
        ViewDeath.copy(data, whole);
        List<String> steps = stepsOfStart(Integer.MAX_VALUE);
        assertThat(steps)
                .containsSubsequence(
                        "move objects.old",
                        "force directory view",
                        "move objects",
                        "force directory view",
                        "delete objects.next.mark");
        for (int last = 0; last < steps.size(); last++) {
            ViewFiles.delete(data);
            ViewDeath.copy(whole, data);
            stepsOfStart(last);
            assertThat(List.of(data.resolve("view").toFile().list()))
                    .as("the old one or the new one is there after %s", steps.subList(0, last))
                    .containsAnyOf("objects", "objects.old");
            stepsOfStart(last / 2);
            assertStarts(true, "died after " + steps.subList(0, last));
        }
    }

    private List<String> stepsOfStart(int last) {
        ViewDeath disk =
                new ViewDeath(data.resolve("view"), home.resolve("left"), Set.of())
                        .dyingAfter(last);
        try (RealStore real = open(disk)) {
            assertThat(real.store()).isNotNull();
        } catch (ViewDeath.Dead e) {
            assertThat(e).hasMessageContaining("killed");
        }
        disk.comeBack();
        return disk.steps();
    }

    private void change(UnaryOperator<NextView> change) {
        Path mark = data.resolve("view").resolve("objects.next.mark");
        NextView was = NextView.read(mark).orElseThrow();
        change.apply(was).write(mark, FakeVolume.withoutSyncs());
    }

    @Test
    void theOldOneStaysWhereTheJournalIsAnother() {
        findDamage();
        change(was -> {
            Origin other = new Origin(new NodeId(77), was.of().origin().incarnation());
            return new NextView(
                    new Identity(was.of().cluster(), other), was.position(), was.last());
        });
        assertStarts(false, "another node");
        change(was -> new NextView(was.of(), was.position(), Hash256.ZERO));
        assertStarts(false, "another event there");
    }

    @Test
    void theOldOneStaysWhereTheNewOneIsNotWhole() throws IOException {
        findDamage();
        change(was -> new NextView(was.of(), new Position(was.position().value() - 1), was.last()));
        assertStarts(false, "another position");
        Path next = data.resolve("view").resolve("objects.next");
        Files.write(next.resolve("CURRENT"), new byte[3]);
        assertStarts(false, "cannot be opened");
        Files.write(data.resolve("view").resolve("objects.next.mark"), new byte[40]);
        assertStarts(false, "damaged mark");
        ViewFiles.delete(next);
        assertStarts(false, "only a mark");
        Files.delete(data.resolve("view").resolve("objects.next.mark"));
        assertStarts(false, "no mark");
    }

    @Test
    void aViewThatSomebodyDeletedIsMadeAnewAndNotChanged() {
        findDamage();
        ViewFiles.delete(view());
        assertStarts(true, "deleted");
    }

    @Test
    void aRebuildThatFindsNothingLeavesNothing() {
        findDamage();
        try (RealStore real = open()) {
            rebuild(real);
            assertNothingBeside();
        }
    }
}
