package dev.varve.server.consumers;

import dev.varve.log.Event.LinkRevoked;
import dev.varve.log.JournalWriter;
import dev.varve.log.LinkId;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.memory.MemoryJournal;
import dev.varve.log.seal.Journals;
import dev.varve.projections.StateStore;
import dev.varve.projections.memory.MemoryStateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// A journal with events in it, and consumers that can be started anew over the same state.
final class HarnessKit implements AutoCloseable {
    static final Retention RETENTION = new Retention(Duration.ofDays(7), 0);

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile Position published = Position.FIRST;
    private final MemoryJournal journal;
    private final JournalWriter writer;
    private StateStore state = new MemoryStateStore(Position.NONE);
    private Consumers consumers;

    HarnessKit() {
        journal =
                new MemoryJournal(
                        new MemoryJournal.Setup(
                                Journals.IDENTITY,
                                Journals.SIGNER,
                                () -> now,
                                new Random(1),
                                "test",
                                1_000_000,
                                MemoryJournal.SyncHook.NONE));
        writer = journal.claim();
        consumers = made();
    }

    private Consumers made() {
        return new Consumers(new Followed(journal, () -> published, () -> now, RETENTION), state);
    }

    Consumers consumers() {
        return consumers;
    }

    StateStore state() {
        return state;
    }

    /// Appends and publishes so many events.
    void append(int events) {
        JournalWriter.Batch batch = writer.begin();
        for (int i = 0; i < events; i++) {
            batch.add(new LinkRevoked(new LinkId(1, 2), "somebody"), Provenance.SYSTEM);
        }
        published = batch.commit();
    }

    void publish(Position position) {
        published = position;
    }

    void later(Duration by) {
        now = now.plus(by);
    }

    /// As the harness does from time to time.
    void lapse() {
        consumers.lapse();
    }

    /// Ends all consumers; new ones find the state that these left.
    void restart() {
        consumers.close();
        consumers = made();
    }

    /// The same without the state, which is made anew where the journal ends now.
    void loseState() {
        consumers.close();
        state = new MemoryStateStore(published);
        consumers = made();
    }

    @Override
    public void close() {
        consumers.close();
        writer.close();
        journal.close();
    }
}
