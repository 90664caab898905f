package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Actor;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.EventSamples;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every journal keeps. An implementation extends this and says how to open one.
public abstract class JournalContract {
    protected static final int CHECKPOINT_EVERY = 10;
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final BucketId BUCKET = new BucketId(7);

    protected final SteppingClock clock = new SteppingClock();
    private final List<Journal> opened = new ArrayList<>();

    /// Opens a new journal at the first call, and at each later call what is left of the one
    /// before, which is closed. Checkpoints are due every [#CHECKPOINT_EVERY] events.
    protected abstract Journal open();

    @AfterEach
    void closeAll() {
        opened.forEach(Journal::close);
    }

    protected final Journal opened() {
        opened.forEach(Journal::close);
        Journal journal = open();
        opened.add(journal);
        return journal;
    }

    protected static Event event(int n) {
        return new Event.ObjectDeleted(BUCKET, ObjectKey.of("key-" + n));
    }

    protected static Position append(JournalWriter writer, int from, int to) {
        JournalWriter.Batch batch = writer.begin();
        for (int n = from; n < to; n++) {
            batch.add(event(n), Provenance.SYSTEM);
        }
        return batch.commit();
    }

    protected static List<Recorded> readAll(Journal journal) {
        return readAll(journal, Position.FIRST);
    }

    protected static List<Recorded> readAll(Journal journal, Position from) {
        List<Recorded> all = new ArrayList<>();
        try (JournalCursor cursor = journal.read(from)) {
            for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
                all.add(next);
            }
        }
        return all;
    }

    @Test
    void isEmptyAtFirst() {
        Journal journal = opened();
        assertThat(journal.durable()).isEqualTo(Position.NONE);
        assertThat(journal.oldest()).isEqualTo(Position.FIRST);
        assertThat(readAll(journal)).isEmpty();
        assertThat(journal.segments()).isEmpty();
    }

    @Test
    void beginsEachClaimWithWhoWrites() {
        Journal journal = opened();
        journal.claim();
        Recorded first = readAll(journal).getFirst();
        assertThat(first.event()).isInstanceOf(Event.Started.class);
        assertThat(first.position()).isEqualTo(Position.FIRST);
        assertThat(first.envelope().origin()).isEqualTo(journal.origin());
        assertThat(first.envelope().cluster()).isEqualTo(journal.cluster());
    }

    @Test
    void allowsOneWriterAtATime() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        assertThatThrownBy(journal::claim).isInstanceOf(StoreException.Locked.class);
        writer.close();
        journal.claim().close();
        assertThat(readAll(journal)).hasSize(2);
    }

    @Test
    void givesDensePositionsAndGrowingTimes() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        append(writer, 0, 3);
        clock.moveBy(Duration.ofHours(-1));
        append(writer, 3, 5);
        clock.moveBy(Duration.ofHours(2));
        append(writer, 5, 7);
        List<Recorded> all = readAll(journal);
        assertThat(all).hasSize(8);
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).position().value()).isEqualTo(i);
            assertThat(all.get(i).envelope().time())
                    .isGreaterThan(all.get(i - 1).envelope().time());
        }
        assertThat(all.getLast().envelope().wall()).isEqualTo(clock.instant());
    }

    @Test
    void carriesOnAfterReopen() {
        JournalWriter first = opened().claim();
        append(first, 0, 5);
        HybridTime last = readAll(opened.getLast()).getLast().envelope().time();
        clock.moveBy(Duration.ofDays(-1));
        Journal journal = opened();
        assertThat(journal.durable()).isEqualTo(new Position(5));
        JournalWriter writer = journal.claim();
        append(writer, 5, 6);
        List<Recorded> all = readAll(journal);
        assertThat(all).hasSize(8);
        assertThat(all.get(6).event()).isInstanceOf(Event.Started.class);
        assertThat(all.get(6).envelope().time()).isGreaterThan(last);
        assertThat(all.get(7).event()).isEqualTo(event(5));
    }

    @Test
    void givesBackEventsOfEveryTypeAsTheyWereAdded() {
        Journal journal = opened();
        JournalWriter.Batch batch = journal.claim().begin();
        List<Recorded> added = new ArrayList<>();
        EventSamples.all().values().forEach(each -> added.add(batch.add(each, caller())));
        batch.commit();
        assertThat(readAll(journal)).containsAll(added);
        assertThat(readAll(opened())).containsAll(added);
    }

    private static Provenance caller() {
        return new Provenance(
                new Actor("AKIAEXAMPLE"), Provenance.Surface.S3, "127.0.0.1", "0123456789ABCDEF");
    }

    @Test
    void showsNothingBeforeCommit() throws InterruptedException {
        Journal journal = opened();
        JournalWriter.Batch batch = journal.claim().begin();
        batch.add(event(0), Provenance.SYSTEM);
        try (JournalCursor cursor = journal.read(new Position(1))) {
            assertThat(cursor.next()).isNull();
            assertThat(cursor.await(SHORT)).isFalse();
            batch.commit();
            assertThat(cursor.await(SHORT)).isTrue();
            Recorded next = Objects.requireNonNull(cursor.next());
            assertThat(next.event()).isEqualTo(event(0));
            assertThat(cursor.position()).isEqualTo(new Position(2));
            assertThat(cursor.next()).isNull();
        }
    }

    @Test
    void takesBackWhatIsRewound() {
        Journal journal = opened();
        JournalWriter.Batch batch = journal.claim().begin();
        batch.add(event(0), Provenance.SYSTEM);
        Recorded rewound = batch.add(event(1), Provenance.SYSTEM);
        batch.rewind(1);
        Recorded instead = batch.add(event(2), Provenance.SYSTEM);
        assertThat(instead.position()).isEqualTo(rewound.position());
        assertThat(batch.size()).isEqualTo(2);
        batch.commit();
        assertThat(readAll(journal, new Position(1)))
                .extracting(Recorded::event)
                .containsExactly(event(0), event(2));
    }

    @Test
    void forgetsADiscardedBatch() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        JournalWriter.Batch batch = writer.begin();
        batch.add(event(0), Provenance.SYSTEM);
        batch.discard();
        assertThat(append(writer, 1, 2)).isEqualTo(new Position(1));
        assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
        assertThat(readAll(journal).getLast().event()).isEqualTo(event(1));
    }

    @Test
    void allowsOneBatchAtATime() {
        JournalWriter writer = opened().claim();
        writer.begin();
        assertThatThrownBy(writer::begin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesNothingForAnEmptyBatch() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        assertThat(writer.begin().commit()).isEqualTo(Position.FIRST);
        assertThat(readAll(journal)).hasSize(1);
    }

    @Test
    void refusesAPayloadThatMustBeABlob() {
        JournalWriter writer = opened().claim();
        JournalWriter.Batch batch = writer.begin();
        BucketSettings huge =
                new BucketSettings(
                        BucketSettings.Versioning.OFF,
                        Duration.ZERO,
                        BucketSettings.ObjectLock.OFF,
                        BucketSettings.Quota.NONE,
                        0,
                        new TreeMap<>(),
                        new TreeMap<>(Map.of("x", Bytes.of(new byte[1 << 20]))));
        Event event = new Event.BucketCreated(BUCKET, new BucketName("abc"), "o", huge);
        assertThatThrownBy(() -> batch.add(event, Provenance.SYSTEM))
                .isInstanceOf(IllegalArgumentException.class);
        batch.add(event(1), Provenance.SYSTEM);
        assertThat(batch.commit()).isEqualTo(new Position(1));
    }

    @Test
    void signsACheckpointWhenOneIsDueOrAskedFor() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        assertThat(writer.unsignedSince()).contains(clock.instant());
        append(writer, 0, CHECKPOINT_EVERY - 2);
        assertThat(readAll(journal)).noneMatch(JournalContract::isCheckpoint);
        Position last = append(writer, 0, 1);
        assertThat(last).isEqualTo(new Position(CHECKPOINT_EVERY));
        assertThat(readAll(journal).getLast()).matches(JournalContract::isCheckpoint);
        assertThat(writer.unsignedSince()).isEmpty();
        JournalWriter.Batch batch = writer.begin();
        batch.add(event(9), Provenance.SYSTEM);
        batch.checkpoint();
        assertThat(batch.commit()).isEqualTo(last.next().next());
        assertThat(readAll(journal).getLast()).matches(JournalContract::isCheckpoint);
        assertThat(append(writer, 0, 1)).isEqualTo(new Position(CHECKPOINT_EVERY + 3));
    }

    private static boolean isCheckpoint(Recorded recorded) {
        return recorded.event() instanceof Event.Checkpoint;
    }

    @Test
    void everyCheckpointProvesTheChainBeforeIt() {
        JournalWriter writer = opened().claim();
        for (int n = 0; n < 45; n += 3) {
            append(writer, n, n + 3);
        }
        Journal journal = opened();
        append(journal.claim(), 0, 25);
        assertThat(provenCheckpoints(readAll(journal))).isGreaterThanOrEqualTo(5);
    }

    private static int provenCheckpoints(List<Recorded> all) {
        Chain hasher = new Chain();
        Hash256 chain = Chain.GENESIS;
        Bytes key = Bytes.EMPTY;
        int proven = 0;
        for (Recorded each : all) {
            switch (each.event()) {
                case Event.Started started -> key = started.publicKey();
                case Event.Checkpoint checkpoint -> {
                    assertThat(checkpoint.root()).isEqualTo(chain);
                    assertThat(CheckpointVerifier.verify(key, chain, checkpoint.signature()))
                            .isTrue();
                    proven++;
                }
                default -> {}
            }
            chain = hasher.next(chain, RecordEncoder.header(each.envelope()));
        }
        return proven;
    }

    @Test
    void saysWhatWasDurableBeforeEachEvent() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        append(writer, 0, 3);
        append(writer, 3, 5);
        assertThat(readAll(journal))
                .extracting(each -> each.envelope().durableBefore().value())
                .containsExactly(-1L, 0L, 0L, 0L, 3L, 3L);
    }

    @Test
    void readsFromAnyPosition() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        for (int n = 0; n < 60; n += 4) {
            append(writer, n, n + 4);
        }
        List<Recorded> all = readAll(journal);
        for (int from = 0; from <= all.size(); from++) {
            assertThat(readAll(journal, new Position(from)))
                    .isEqualTo(all.subList(from, all.size()));
        }
        assertThat(readAll(journal, Position.NONE)).isEqualTo(all);
        assertThat(readAll(journal, new Position(all.size() + 5))).isEmpty();
    }

    @Test
    void wakesAReaderThatWaits() throws InterruptedException {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        List<Event> seen = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> follow(journal, 200, seen));
        for (int n = 0; n < 200; n++) {
            append(writer, n, n + 1);
        }
        assertThat(reader.join(LONG)).isTrue();
        assertThat(seen.stream().filter(e -> e instanceof Event.ObjectDeleted).distinct())
                .hasSizeGreaterThanOrEqualTo(175);
    }

    private static void follow(Journal journal, int last, List<Event> seen) {
        try (JournalCursor cursor = journal.read(Position.FIRST)) {
            while (cursor.position().value() <= last && cursor.await(LONG)) {
                Recorded next = Objects.requireNonNull(cursor.next());
                assertThat(next.position().isAfter(journal.durable())).isFalse();
                seen.add(next.event());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void awaitsAPositionUntilItIsDurableOrTimeIsOver() throws InterruptedException {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        assertThat(journal.await(Position.FIRST, Duration.ZERO)).isTrue();
        assertThat(journal.await(new Position(1), SHORT)).isFalse();
        Thread later = Thread.ofVirtual().start(() -> append(writer, 0, 1));
        assertThat(journal.await(new Position(1), LONG)).isTrue();
        later.join();
    }

    @Test
    void wakesWhoWaitsWhenItCloses() throws InterruptedException {
        Journal journal = opened();
        Thread closer = Thread.ofVirtual().start(journal::close);
        assertThat(journal.await(new Position(1), LONG)).isFalse();
        closer.join();
        assertThatThrownBy(journal::claim).isInstanceOf(StoreException.Closed.class);
    }

    protected static Journal.Coverage upTo(long position) {
        return new Journal.Coverage("snapshot", new Position(position));
    }

    @Test
    void trimsNothingThatNoSnapshotCovers() {
        Journal journal = opened();
        append(journal.claim(), 0, 20);
        assertThatThrownBy(() -> journal.truncateBefore(new Position(15), upTo(13)))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("the snapshot snapshot ends with event 13");
        assertThat(journal.oldest()).isEqualTo(Position.FIRST);
        assertThat(readAll(journal)).hasSizeGreaterThan(20);
    }

    /// Fills so that something can go.
    protected static Position fill(Journal journal) {
        JournalWriter writer = journal.claim();
        Position last = Position.NONE;
        for (int n = 0; n < 60; n += 3) {
            last = append(writer, n, n + 3);
        }
        return last;
    }

    @Test
    void trimsNoMoreThanItIsToldTo() {
        Journal journal = opened();
        Position last = fill(journal);
        List<Recorded> all = readAll(journal);
        for (long before = 0; before <= last.value(); before += 7) {
            journal.truncateBefore(new Position(before), upTo(last.value()));
            Position oldest = journal.oldest();
            assertThat(oldest.value()).isLessThanOrEqualTo(before);
            assertThat(readAll(journal, oldest))
                    .isEqualTo(all.subList((int) oldest.value(), all.size()));
            assertThat(journal.segments().getFirst().first()).isEqualTo(oldest);
        }
        assertThat(journal.oldest()).isGreaterThan(Position.FIRST);
    }

    @Test
    void refusesToReadWhatWasTrimmed() {
        Journal journal = opened();
        Position last = fill(journal);
        try (JournalCursor behind = journal.read(Position.FIRST)) {
            assertThat(behind.next()).isNotNull();
            journal.truncateBefore(last, upTo(last.value()));
            Position oldest = journal.oldest();
            assertThatThrownBy(() -> journal.read(new Position(oldest.value() - 1)))
                    .isInstanceOfSatisfying(
                            StoreException.Trimmed.class,
                            e -> assertThat(e.oldest()).isEqualTo(oldest));
            assertThatThrownBy(() -> readAll(journal)).isInstanceOf(StoreException.Trimmed.class);
            assertThatThrownBy(() -> drain(behind)).isInstanceOf(StoreException.Trimmed.class);
        }
    }

    /// One that fell behind ends with an error, and never with a gap.
    private static void drain(JournalCursor cursor) {
        Position before = cursor.position();
        for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
            assertThat(next.position()).isEqualTo(before);
            before = before.next();
        }
    }

    @Test
    void goesOnAfterATrim() {
        Journal journal = opened();
        Position last = fill(journal);
        journal.truncateBefore(last, upTo(last.value()));
        Position oldest = journal.oldest();
        Journal reopened = opened();
        assertThat(reopened.oldest()).isEqualTo(oldest);
        JournalWriter writer = reopened.claim();
        Position newest = append(writer, 60, 70);
        List<Recorded> all = readAll(reopened, oldest);
        assertThat(all.getFirst().position()).isEqualTo(oldest);
        assertThat(all.getLast().position()).isEqualTo(newest);
        assertThat(all).hasSize((int) (newest.value() - oldest.value() + 1));
    }

    @Test
    void namesSegmentsThatCoverEverything() {
        Journal journal = opened();
        Position last = append(journal.claim(), 0, 30);
        List<Journal.Segment> segments = journal.segments();
        assertThat(segments.getFirst().first()).isEqualTo(Position.FIRST);
        assertThat(segments.getLast().last()).isEqualTo(last);
        assertThat(segments.getLast().sealed()).isFalse();
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).first()).isEqualTo(segments.get(i - 1).last().next());
        }
    }

    @Test
    void closedWriterTakesNothing() {
        JournalWriter writer = opened().claim();
        writer.close();
        writer.close();
        assertThatThrownBy(writer::begin).isInstanceOf(StoreException.Closed.class);
    }

    /// A clock that stands still until moved.
    protected static final class SteppingClock implements InstantSource {
        private Instant now = Instant.parse("2026-05-01T10:00:00.123Z");

        void moveBy(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
