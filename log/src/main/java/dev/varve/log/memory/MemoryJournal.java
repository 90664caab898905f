package dev.varve.log.memory;

import dev.varve.log.ClusterId;
import dev.varve.log.Event;
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
    private final List<SealedRecord> entries;
    private final DurablePoint durable;
    private long trimmed;
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

    public MemoryJournal(Setup setup) {
        this(setup, List.of());
    }

    private MemoryJournal(Setup setup, List<SealedRecord> kept) {
        this.setup = setup;
        this.entries = new ArrayList<>(kept);
        this.trimmed = kept.isEmpty() ? 0 : kept.getFirst().recorded().position().value();
        this.durable = new DurablePoint(head().position());
    }

    /// What a restart finds after a loss of power: all that was synced, and the first `unsynced` of
    /// the events that were not. This journal is closed.
    public synchronized MemoryJournal crash(int unsynced, Setup next) {
        long durableEntries = durable.get().value() + 1 - trimmed;
        long kept = Math.min(entries.size(), durableEntries + unsynced);
        durable.close();
        return new MemoryJournal(next, entries.subList(0, Math.toIntExact(kept)));
    }

    /// What is opened from a backup that ends with an event. This journal goes on.
    public synchronized MemoryJournal backup(Position last, Setup next) {
        long kept = Math.min(last.value(), durable.get().value()) + 1 - trimmed;
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
    public synchronized Position oldest() {
        return new Position(trimmed);
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
        Position first = from.isNone() ? Position.FIRST : from;
        requireHeld(first);
        return new Cursor(first);
    }

    @Override
    public boolean await(Position position, Duration atMost) throws InterruptedException {
        return durable.await(position, atMost);
    }

    @Override
    public List<Segment> segments() {
        Position last = durable.get();
        return last.isNone() ? List.of() : List.of(new Segment("memory", oldest(), last, 0, false));
    }

    /// What ends with a checkpoint stands for a segment.
    @Override
    public synchronized List<Segment> truncateBefore(Position position, Coverage snapshot) {
        snapshot.require(position);
        int count = 0;
        long most = Math.min(position.value(), durable.get().value()) - trimmed;
        for (int i = 0; i < most; i++) {
            if (endsSegment(entries.get(i))) {
                count = i + 1;
            }
        }
        if (count == 0) {
            return List.of();
        }
        Position first = oldest();
        entries.subList(0, count).clear();
        trimmed += count;
        return List.of(new Segment("memory", first, new Position(trimmed - 1), 0, true));
    }

    private synchronized boolean beginsSegment() {
        return entries.isEmpty() || endsSegment(entries.getLast());
    }

    private static boolean endsSegment(SealedRecord entry) {
        return entry.recorded().event() instanceof Event.Checkpoint;
    }

    private synchronized void requireHeld(Position position) {
        if (position.value() < trimmed) {
            throw new StoreException.Trimmed(position, oldest());
        }
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

    private synchronized SealedRecord get(Position position) {
        requireHeld(position);
        return entries.get(Math.toIntExact(position.value() - trimmed));
    }

    private synchronized void put(SealedRecord sealed) {
        entries.add(sealed);
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
            return beginsSegment();
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
        private int bytes;

        Cursor(Position from) {
            this.next = from;
        }

        @Override
        public @Nullable Recorded next() {
            SealedRecord entry = take();
            if (entry == null) {
                return null;
            }
            bytes = entry.bytes().length;
            return entry.recorded();
        }

        @Override
        public int bytes() {
            return bytes;
        }

        @Override
        public byte @Nullable [] nextRecord() {
            SealedRecord entry = take();
            return entry == null ? null : entry.bytes().clone();
        }

        private @Nullable SealedRecord take() {
            if (next.isAfter(durable.get())) {
                return null;
            }
            SealedRecord entry = get(next);
            next = next.next();
            return entry;
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
