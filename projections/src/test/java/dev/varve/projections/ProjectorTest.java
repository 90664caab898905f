package dev.varve.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Cut;
import dev.varve.log.Event;
import dev.varve.log.Journal;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.log.memory.MemoryJournal;
import dev.varve.log.seal.Journals;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectFold;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.Story;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectorTest {
    private static final byte[] COUNT = "count".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(20);
    private final Journal journal =
            new MemoryJournal(
                    new MemoryJournal.Setup(
                            Journals.IDENTITY,
                            Journals.SIGNER,
                            InstantSource.fixed(Story.BEGIN),
                            new Random(1),
                            "test",
                            1000,
                            MemoryJournal.SyncHook.NONE));
    private final JournalWriter writer = journal.claim();
    private final MemoryViewStore store = new MemoryViewStore();
    private final Projector.Pace pace = new Projector.Pace(3, 5);

    @AfterEach
    void close() {
        writer.close();
        journal.close();
        store.close();
    }

    private Position append(int events) {
        JournalWriter.Batch batch = writer.begin();
        for (int i = 0; i < events; i++) {
            batch.add(new Event.ObjectDeleted(Story.BUCKET, Story.key("k")), Provenance.SYSTEM);
        }
        return batch.commit();
    }

    /// Counts object events in one row.
    private static void count(ViewChanges changes) {
        byte[] before = changes.get(Table.USAGE, COUNT);
        int count = before == null ? 0 : before[0];
        changes.put(Table.USAGE, COUNT, new byte[] {(byte) (count + 1)});
    }

    private static Fold counting() {
        return (recorded, changes) -> {
            if (recorded.event() instanceof Event.ObjectEvent) {
                count(changes);
            }
        };
    }

    private int counted(ViewStore of) {
        try (ViewSnapshot snapshot = of.snapshot()) {
            byte[] value = snapshot.get(Table.USAGE, COUNT);
            return value == null ? 0 : value[0];
        }
    }

    @Test
    void catchesUpInBatchesAndTellsHowFar() {
        Position last = append(10);
        List<Position> seen = new ArrayList<>();
        try (Projector projector = new Projector(journal, store, counting(), pace)) {
            assertThat(projector.lag()).isEqualTo(last.value() + 1);
            projector.catchUp((position, durable) -> {
                assertThat(durable).isEqualTo(last);
                seen.add(position);
            });
            assertThat(projector.lag()).isZero();
        }
        assertThat(seen).hasSize(4).isSorted().endsWith(last);
        assertThat(counted(store)).isEqualTo(10);
        assertThat(store.cut()).isEqualTo(Cut.of(journal.origin(), last));
    }

    @Test
    void flushesAsOftenAsToldAndGoesOnAfterACrash() {
        append(8);
        try (Projector projector = new Projector(journal, store, counting(), pace)) {
            projector.catchUp();
        }
        assertThat(store.flushedCut().of(journal.origin())).isEqualTo(new Position(5));
        Position last = append(2);
        try (MemoryViewStore after = store.afterCrash();
                Projector projector = new Projector(journal, after, counting(), pace)) {
            assertThat(projector.position()).isEqualTo(new Position(5));
            projector.catchUp();
            assertThat(projector.position()).isEqualTo(last);
            assertThat(counted(after)).isEqualTo(10);
        }
    }

    @Test
    void followsTheJournalOnItsOwnThread() throws InterruptedException {
        Projector projector = new Projector(journal, store, counting(), pace);
        assertThat(projector.state()).isEqualTo(new ProjectorState.Idle());
        projector.start("counting");
        assertThat(projector.state()).isEqualTo(new ProjectorState.Running());
        for (int i = 1; i <= 5; i++) {
            assertThat(projector.await(append(4), LONG)).isTrue();
            assertThat(counted(store)).isEqualTo(4 * i);
        }
        assertThat(projector.await(new Position(1_000), Duration.ofMillis(1))).isFalse();
        projector.close();
        assertThat(projector.state()).isEqualTo(new ProjectorState.Stopped());
        assertThat(projector.await(append(1), LONG)).isFalse();
    }

    @Test
    void stopsAloneWhenAFoldFailsAndKeepsItsPlace() throws InterruptedException {
        append(4);
        RuntimeException cause = new IllegalStateException("cannot fold this");
        Fold failing =
                (recorded, changes) -> {
                    if (recorded.position().equals(new Position(4))) {
                        throw cause;
                    }
                    counting().apply(recorded, changes);
                };
        try (Projector projector = new Projector(journal, store, failing, pace)) {
            projector.start("failing");
            assertThat(projector.await(new Position(4), LONG)).isFalse();
            assertThat(projector.state())
                    .isEqualTo(new ProjectorState.Failed(new Position(3), cause));
            assertThat(projector.lag()).isEqualTo(2);
        }
        assertThat(counted(store)).isEqualTo(2);
        try (Projector healed = new Projector(journal, store, counting(), pace)) {
            healed.catchUp();
        }
        assertThat(counted(store)).isEqualTo(4);
    }

    @Test
    void givesACatchUpsFailureToItsCaller() {
        append(1);
        Fold failing =
                (recorded, changes) -> {
                    throw new IllegalStateException("never");
                };
        try (Projector projector = new Projector(journal, store, failing, pace)) {
            assertThatThrownBy(projector::catchUp).hasMessage("never");
            assertThat(projector.position()).isEqualTo(Position.NONE);
        }
    }

    @Test
    void refusesAViewThatIsAheadOfItsJournal() {
        try (ViewChanges changes = store.change()) {
            store.commit(changes, Cut.of(journal.origin(), new Position(99)));
        }
        try (Projector projector = new Projector(journal, store, counting(), pace)) {
            assertThatThrownBy(projector::catchUp)
                    .isInstanceOf(StoreException.Failed.class)
                    .hasMessageContaining("99");
        }
    }

    @Test
    void rebuildsAnObjectViewToTheSameDigest() {
        JournalWriter.Batch batch = writer.begin();
        batch.add(
                new Event.BucketCreated(
                        Story.BUCKET, new BucketName("bucket"), "owner", BucketSettings.DEFAULT),
                Provenance.SYSTEM);
        for (int i = 0; i < 20; i++) {
            batch.add(
                    new Event.ObjectPut(
                            Story.BUCKET, Story.key("k" + i % 7), true, Story.state(i, i)),
                    Provenance.SYSTEM);
        }
        batch.commit();
        try (MemoryViewStore again = new MemoryViewStore();
                Projector one = new Projector(journal, store, new ObjectFold(), pace);
                Projector other = new Projector(journal, again, new ObjectFold());
                ViewSnapshot empty = again.snapshot()) {
            one.catchUp();
            other.catchUp();
            try (ViewSnapshot first = store.snapshot();
                    ViewSnapshot second = again.snapshot()) {
                assertThat(new ObjectView(first).usage(Story.BUCKET).currentObjects()).isEqualTo(7);
                assertThat(ViewDigest.of(first))
                        .isEqualTo(ViewDigest.of(second))
                        .isNotEqualTo(ViewDigest.of(empty));
            }
        }
    }
}
