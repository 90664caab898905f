package dev.varve.log.memory;

import dev.varve.log.ClusterId;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.seal.BatchBuilder;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.log.seal.DurablePoint;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.log.seal.SealedRecord;
import dev.varve.log.seal.SealingWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A journal in memory whose loss of power a test decides.
public final class MemoryJournal implements Journal {
    private final Setup setup;
    private final List<Entry> entries;
    private final DurablePoint durable;
    private @Nullable Writer writer;

    /// Who writes, and with what.
    public record Setup(
            JournalIdentity identity,
            CheckpointSigner signer,
            InstantSource clock,
            RandomGenerator random,
            String software,
            int checkpointEvery,
            SyncHook hook) {}

    /// Stands for the sync of each batch: what it throws poisons the writer.
    public interface SyncHook {
        SyncHook NONE = () -> {};

        void sync() throws IOException;
    }

    private record Entry(Recorded recorded, JournalHead head) {}

    public MemoryJournal(Setup setup) {
        this(setup, List.of());
    }

    private MemoryJournal(Setup setup, List<Entry> kept) {
        this.setup = setup;
        this.entries = new ArrayList<>(kept);
        this.durable = new DurablePoint(head().position());
    }

    /// What a restart finds after a loss of power: all that was synced, and the first `unsynced` of
    /// the events that were not. This journal is closed.
    public synchronized MemoryJournal crash(int unsynced, Setup next) {
        long kept = Math.min(entries.size(), durable.get().value() + 1 + unsynced);
        durable.close();
        return new MemoryJournal(next, entries.subList(0, Math.toIntExact(kept)));
    }

    @Override
    public ClusterId cluster() {
        return setup.identity().cluster();
    }

    @Override
    public Origin origin() {
        return setup.identity().origin();
    }

    @Override
    public Position oldest() {
        return Position.FIRST;
    }

    @Override
    public Position durable() {
        return durable.get();
    }

    @Override
    public synchronized JournalWriter claim() {
        checkOpen();
        if (writer != null) {
            throw new StoreException.Locked("the journal is claimed already");
        }
        writer = new Writer();
        writer.start(setup.software());
        return writer;
    }

    @Override
    public JournalCursor read(Position from) {
        checkOpen();
        return new Cursor(from.isNone() ? Position.FIRST : from);
    }

    @Override
    public boolean await(Position position, Duration atMost) throws InterruptedException {
        return durable.await(position, atMost);
    }

    @Override
    public List<Segment> segments() {
        Position last = durable.get();
        return last.isNone()
                ? List.of()
                : List.of(new Segment("memory", Position.FIRST, last, 0, false));
    }

    @Override
    public void truncateBefore(Position position) {
        throw new StoreException.Failed("nothing is trimmed without a verified snapshot");
    }

    @Override
    public synchronized void close() {
        if (writer != null) {
            writer.close();
        }
        durable.close();
    }

    private void checkOpen() {
        if (durable.isClosed()) {
            throw new StoreException.Closed("the journal is closed");
        }
    }

    private synchronized JournalHead head() {
        return entries.isEmpty() ? JournalHead.EMPTY : entries.getLast().head();
    }

    private synchronized Recorded get(Position position) {
        return entries.get(Math.toIntExact(position.value())).recorded();
    }

    private synchronized void put(SealedRecord sealed) {
        entries.add(new Entry(sealed.recorded(), sealed.head()));
    }

    private synchronized void released() {
        writer = null;
    }

    private final class Writer extends SealingWriter {
        Writer() {
            super(
                    new BatchBuilder(
                            setup.identity(),
                            head(),
                            setup.signer(),
                            setup.clock(),
                            setup.random()),
                    durable,
                    setup.checkpointEvery());
        }

        private void start(String software) {
            appendStarted(software);
        }

        @Override
        protected boolean atSegmentStart() {
            return durable.get().isNone();
        }

        @Override
        protected boolean endsSegment(long bytes) {
            return false;
        }

        @Override
        protected void makeSpace(long bytes) {}

        @Override
        protected void append(List<SealedRecord> records) throws IOException {
            records.forEach(MemoryJournal.this::put);
            setup.hook().sync();
        }

        @Override
        protected void release(boolean clean) {
            released();
        }
    }

    private final class Cursor implements JournalCursor {
        private Position next;

        Cursor(Position from) {
            this.next = from;
        }

        @Override
        public @Nullable Recorded next() {
            if (next.isAfter(durable.get())) {
                return null;
            }
            Recorded recorded = get(next);
            next = next.next();
            return recorded;
        }

        @Override
        public Position position() {
            return next;
        }

        @Override
        public boolean await(Duration atMost) throws InterruptedException {
            return durable.await(next, atMost);
        }

        @Override
        public void close() {}
    }
}
