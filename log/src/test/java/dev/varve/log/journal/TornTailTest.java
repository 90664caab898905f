package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Event;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The end of a journal after the machine lost power: what was not synced may be there or not, in
/// any pages.
class TornTailTest {
    private static final int TAIL = 4096;
    private static final int PAGE = 4096;
    private static final int STEP = Integer.getInteger("varve.torn.step", 61);

    @TempDir Path home;
    private Path image;
    private Path work;
    private List<Recorded> all;
    private List<Long> frames;
    private long first;
    private String last;

    @BeforeEach
    void powerCutWithManyEventsInTheLastSegment() throws IOException {
        image = home.resolve("image");
        work = home.resolve("work");
        Path live = home.resolve("live");
        JournalOptions options = options(live);
        try (ChronicleJournal journal = JournalKit.open(options)) {
            JournalWriter writer = journal.claim();
            for (int n = 0; n < 60; n += 3) {
                JournalKit.append(writer, n, n + 3);
            }
            JournalKit.copy(live, image);
            all = JournalKit.readAll(journal);
            first = journal.segments().getLast().first().value();
        }
        Files.delete(image.resolve(DurableMark.FILE));
        Path segment = Survey.paths(image).getLast();
        last = segment.getFileName().toString();
        frames = Damage.frames(segment);
        assertThat(frames).hasSizeGreaterThan(40);
    }

    private static JournalOptions options(Path directory) {
        return JournalKit.options(directory).withSegmentBytes(1 << 20);
    }

    private Path fresh() throws IOException {
        JournalKit.delete(work);
        JournalKit.copy(image, work);
        return work.resolve(last);
    }

    private long end() {
        return frames.getLast() + 300;
    }

    /// How many records are whole when everything from `offset` on is gone.
    private int wholeBefore(long offset) {
        int whole = 0;
        while (whole + 1 < frames.size() && frames.get(whole + 1) - 4 < offset) {
            whole++;
        }
        return whole;
    }

    @Test
    void recoversToTheLastWholeRecordWhereverTheFileEnds() throws IOException {
        for (long cut = end() - TAIL; cut < end(); cut += STEP) {
            Path segment = fresh();
            try (RandomAccessFile raw = new RandomAccessFile(segment.toFile(), "rw")) {
                raw.setLength(cut);
            }
            assertRecovers(wholeBefore(cut), cut);
        }
    }

    @Test
    void recoversToTheLastWholeRecordWhereverZerosBegin() throws IOException {
        for (long cut = end() - TAIL; cut < end(); cut += STEP) {
            Path segment = fresh();
            try (RandomAccessFile raw = new RandomAccessFile(segment.toFile(), "rw")) {
                raw.seek(cut);
                raw.write(new byte[(int) (raw.length() - cut)]);
            }
            assertRecovers(wholeBefore(cut), cut);
        }
    }

    /// A record whose last bytes are zeros anyway may count as whole: one more is as good.
    private void assertRecovers(int whole, long cut) {
        try (ChronicleJournal journal = JournalKit.open(options(work))) {
            List<Recorded> read = JournalKit.readAll(journal);
            assertThat(read).isEqualTo(all.subList(0, read.size()));
            assertThat((long) read.size())
                    .as("cut at %d", cut)
                    .isBetween(first + whole, first + whole + 1);
            try (JournalWriter writer = journal.claim()) {
                JournalKit.append(writer, 1000, 1005);
            }
            List<Recorded> after = JournalKit.readAll(journal);
            assertThat(after).startsWith(read.toArray(new Recorded[0]));
            assertThat(after.get(read.size()).event()).isInstanceOf(Event.Started.class);
            assertThat(after).extracting(Recorded::event).contains(JournalKit.event(1004));
        }
        assertThat(new JournalVerifier(work).verify().problems()).isEmpty();
    }

    @Test
    void neverCutsWhatAnotherHasSeenDurable() throws IOException {
        long cut = end() - TAIL / 2;
        Path segment = fresh();
        try (RandomAccessFile raw = new RandomAccessFile(segment.toFile(), "rw")) {
            raw.setLength(cut);
        }
        Position reached = new Position(first + wholeBefore(cut) - 1);
        JournalOptions seen =
                options(work).withKnownDurable(List.of(Position.FIRST, reached.next()));
        assertThatThrownBy(() -> JournalKit.open(seen))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining(last)
                .hasMessageContaining("events " + reached.next() + " to " + reached.next());
        assertThat(segment).hasSize(cut);
        assertThat(work.resolve(Quarantine.DIRECTORY))
                .isDirectoryContaining("glob:**" + last + "*");
        JournalOptions notSeen = options(work).withKnownDurable(List.of(reached));
        JournalKit.open(notSeen).close();
    }

    @Test
    void neverCutsBeforeARecordThatSaysTheLostOneWasDurable() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            Path segment = fresh();
            int hole = random.nextInt(frames.size() - 8);
            try (RandomAccessFile raw = new RandomAccessFile(segment.toFile(), "rw")) {
                raw.seek(frames.get(hole));
                raw.write(new byte[8]);
            }
            assertThatThrownBy(() -> JournalKit.open(options(work)))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageMatching(".* events? " + (first + hole) + " .*");
        }
    }

    @Test
    void dropsALastBatchOfWhichAnyPagesWereLost() throws IOException {
        Path live = home.resolve("live2");
        Path crashed = home.resolve("crashed");
        long acknowledged;
        try (ChronicleJournal journal = JournalKit.open(options(live))) {
            JournalWriter writer = journal.claim();
            acknowledged = JournalKit.append(writer, 0, 9).value();
            Path mark = live.resolve(DurableMark.FILE);
            byte[] before = Files.readAllBytes(mark);
            JournalKit.append(writer, 9, 150);
            JournalKit.copy(live, crashed);
            Files.write(crashed.resolve(DurableMark.FILE), before);
        }
        Path segment = Survey.paths(crashed).getLast();
        List<Long> written = Damage.frames(segment);
        long from = written.get((int) acknowledged + 1);
        long to = written.getLast();
        for (long page = from / PAGE + 1; page <= to / PAGE; page++) {
            JournalKit.delete(work);
            JournalKit.copy(crashed, work);
            Path torn = work.resolve(segment.getFileName());
            try (RandomAccessFile raw = new RandomAccessFile(torn.toFile(), "rw")) {
                raw.seek(page * PAGE);
                raw.write(new byte[PAGE]);
            }
            try (ChronicleJournal journal = JournalKit.open(options(work))) {
                assertThat(journal.durable().value()).isGreaterThanOrEqualTo(acknowledged);
                JournalWriter writer = journal.claim();
                JournalWriter.Batch batch = writer.begin();
                batch.add(JournalKit.event(7), Provenance.SYSTEM);
                assertThat(batch.commit()).isEqualTo(journal.durable());
            }
            assertThat(new JournalVerifier(work).verify().problems()).isEmpty();
        }
    }

    @Test
    void dropsASegmentInWhichNothingBecameDurable() throws IOException {
        fresh();
        int cycle = SegmentName.cycle(work.resolve(last)).orElseThrow() + 1;
        Path next = work.resolve(SegmentName.of(cycle));
        Files.write(next, new byte[100_000]);
        try (ChronicleJournal journal = JournalKit.open(options(work))) {
            assertThat(JournalKit.readAll(journal)).isEqualTo(all);
            JournalKit.append(journal.claim(), 500, 510);
            assertThat(journal.segments().getLast().name()).isEqualTo(next.getFileName() + "");
        }
        assertThat(new JournalVerifier(work).verify().problems()).isEmpty();
    }
}
