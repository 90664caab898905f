package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Event;
import dev.varve.log.Journal.Segment;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.EventSamples;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many small segments, and the process that wrote them gone in one way or another.
class SegmentsTest {
    private static final int EVENTS = 150;

    @TempDir Path directory;

    @Test
    void rollsBySizeAndReadsAcrossSegments() {
        JournalKit.fill(directory, EVENTS);
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            List<Segment> segments = journal.segments();
            assertThat(segments).hasSizeGreaterThan(5);
            assertThat(segments.subList(0, segments.size() - 1)).allMatch(Segment::sealed);
            assertDense(JournalKit.readAll(journal), EVENTS);
        }
    }

    private static void assertDense(List<Recorded> all, int events) {
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).position().value()).isEqualTo(i);
        }
        List<Event> data = new ArrayList<>();
        all.stream()
                .map(Recorded::event)
                .filter(event -> !(event instanceof Event.JournalEvent))
                .forEach(data::add);
        assertThat(data).hasSize(events);
        for (int n = 0; n < events; n++) {
            assertThat(data.get(n)).isEqualTo(JournalKit.event(n));
        }
    }

    @Test
    void endsEachSealedSegmentWithACheckpoint() {
        JournalKit.fill(directory, EVENTS);
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            List<Recorded> all = JournalKit.readAll(journal);
            for (Segment segment : journal.segments()) {
                if (segment.sealed()) {
                    Recorded last = all.get((int) segment.last().value());
                    assertThat(last.event()).isInstanceOf(Event.Checkpoint.class);
                }
            }
        }
    }

    @Test
    void startsAnywhereInAnySegment() {
        JournalKit.fill(directory, EVENTS);
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            long last = journal.durable().value();
            for (long from = 0; from <= last; from++) {
                try (JournalCursor cursor = journal.read(new Position(from))) {
                    Recorded first = Objects.requireNonNull(cursor.next());
                    assertThat(first.position().value()).isEqualTo(from);
                }
            }
        }
    }

    @Test
    void goesOnAfterEveryCleanStop() {
        int events = 0;
        for (int round = 0; round < 8; round++) {
            try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
                JournalWriter writer = journal.claim();
                JournalKit.append(writer, events, events + 7);
                events += 7;
                assertDense(JournalKit.readAll(journal), events);
            }
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    @Test
    void goesOnAfterEveryKill() throws IOException {
        Path current = directory.resolve("0");
        int events = 0;
        for (int round = 1; round < 9; round++) {
            Path next = directory.resolve("" + round);
            try (ChronicleJournal journal = JournalKit.open(JournalKit.options(current))) {
                assertDense(JournalKit.readAll(journal), events);
                JournalWriter writer = journal.claim();
                JournalKit.append(writer, events, events + 7);
                events += 7;
                JournalKit.copy(current, next);
            }
            current = next;
        }
        assertThat(new JournalVerifier(current).verify().problems()).isEmpty();
    }

    @Test
    void oneProcessHoldsTheDirectory() {
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            assertThat(journal.durable()).isEqualTo(Position.NONE);
            assertThatThrownBy(() -> JournalKit.open(JournalKit.options(directory)))
                    .isInstanceOf(StoreException.Locked.class);
        }
        JournalKit.open(JournalKit.options(directory)).close();
    }

    @Test
    void readsOnlyWhileAnotherWrites() {
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            JournalWriter writer = journal.claim();
            JournalKit.append(writer, 0, 30);
            JournalOptions readOnly = JournalKit.options(directory).readOnly();
            try (ChronicleJournal other = JournalKit.open(readOnly)) {
                assertThat(JournalKit.readAll(other)).isEqualTo(JournalKit.readAll(journal));
                assertThatThrownBy(other::claim).isInstanceOf(StoreException.Failed.class);
            }
        }
    }

    @Test
    void holdsRecordsOfEverySize() {
        JournalOptions options = JournalOptions.of(directory).withSegmentBytes(3 << 20);
        List<Recorded> added = new ArrayList<>();
        try (ChronicleJournal journal = JournalKit.open(options)) {
            JournalWriter writer = journal.claim();
            for (int size = 1; size < 1_040_000; size = size * 3 + 1) {
                JournalWriter.Batch batch = writer.begin();
                added.add(batch.add(EventSamples.ofSize(size), Provenance.SYSTEM));
                added.add(batch.add(EventSamples.ofSize(1_040_000), Provenance.SYSTEM));
                batch.commit();
            }
        }
        try (ChronicleJournal journal = JournalKit.open(options)) {
            assertThat(JournalKit.readAll(journal)).containsAll(added);
            assertThat(journal.segments()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void leavesNothingBesideItsFiles() throws IOException {
        JournalKit.fill(directory, 60);
        JournalKit.open(JournalKit.options(directory)).close();
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name ->
                            name.endsWith("F.cq4")
                                    || name.equals("metadata.cq4t")
                                    || name.equals(JournalState.FILE)
                                    || name.equals(DurableMark.FILE)
                                    || name.equals(DirectoryLock.FILE));
        }
    }

    @Test
    void refusesAnIdentityThatIsNotItsOwn() {
        JournalKit.fill(directory, 3);
        assertThatThrownBy(() ->
                        ChronicleJournal.open(
                                JournalKit.options(directory),
                                Journals.otherNode(),
                                JournalKit.services(new LocalDisk())))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("another journal");
    }
}
