package dev.varve.log.seal;

import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.FormatLevels;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The writing side of any journal: batches, checkpoints that are due, and poison. What is left to
/// a journal is where the bytes go.
public abstract class SealingWriter implements JournalWriter {
    private final BatchBuilder builder;
    private final DurablePoint durable;
    private final int checkpointEvery;
    private @Nullable OpenBatch batch;
    private @Nullable Throwable poison;
    private boolean closed;

    protected SealingWriter(BatchBuilder builder, DurablePoint durable, int checkpointEvery) {
        this.builder = builder;
        this.durable = durable;
        this.checkpointEvery = checkpointEvery;
    }

    /// Whether the next batch begins a segment.
    protected abstract boolean atSegmentStart();

    /// Whether so many bytes more fill the segment, so that a checkpoint must end it.
    protected abstract boolean endsSegment(long bytes);

    /// @throws StoreException.OutOfSpace when there is no room; nothing was written
    protected abstract void makeSpace(long bytes) throws IOException;

    /// Appends and syncs. Whatever it throws leaves the outcome unknown.
    protected abstract void append(List<SealedRecord> records) throws IOException;

    /// Gives up what the writer holds. `clean` when everything appended is durable.
    protected abstract void release(boolean clean);

    /// Appends the [Event.Started] of this claim.
    protected final void appendStarted(String software) {
        begin();
        builder.addStarted(software, FormatLevels.READ);
        commit(false);
    }

    @Override
    public long epoch() {
        return JournalIdentity.EPOCH;
    }

    @Override
    public Optional<Instant> unsignedSince() {
        return builder.head().unsignedSince();
    }

    @Override
    public Batch begin() {
        checkUsable();
        if (batch != null) {
            throw new IllegalStateException("the batch before is neither committed nor discarded");
        }
        builder.begin(durable.get(), atSegmentStart());
        batch = new OpenBatch();
        return batch;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        builder.rewind(0);
        batch = null;
        release(poison == null);
    }

    private Position commit(boolean checkpoint) {
        checkUsable();
        batch = null;
        if (checkpoint || isCheckpointDue()) {
            builder.addCheckpoint();
        }
        if (builder.records().isEmpty()) {
            return durable.get();
        }
        write();
        builder.committed();
        durable.publish(builder.head().position());
        return builder.head().position();
    }

    private boolean isCheckpointDue() {
        return !builder.records().isEmpty()
                && (builder.head().unsigned() >= checkpointEvery || endsSegment(builder.bytes()));
    }

    /// A mapped page that cannot be written shows as [InternalError], so that is caught as well.
    private void write() {
        try {
            makeSpace(builder.bytes());
        } catch (StoreException.OutOfSpace e) {
            builder.rewind(0);
            throw e;
        } catch (IOException e) {
            throw poisoned(e);
        }
        try {
            append(builder.records());
        } catch (IOException | RuntimeException | InternalError e) { // all leave it unknown
            throw poisoned(e);
        }
    }

    private StoreException.Failed poisoned(Throwable cause) {
        poison = cause;
        return new StoreException.Failed(
                "the journal takes no more events: the outcome of a write is unknown", cause);
    }

    private void checkUsable() {
        if (poison != null) {
            throw new StoreException.Failed("the journal's writer failed before", poison);
        }
        if (closed) {
            throw new StoreException.Closed("the journal's writer is closed");
        }
    }

    private final class OpenBatch implements Batch {
        private boolean checkpoint;

        @Override
        public Recorded add(Event event, Provenance provenance) {
            checkOpen();
            return builder.add(event, provenance);
        }

        @Override
        public void forms(int level) {
            checkOpen();
            builder.forms(level);
        }

        @Override
        public int size() {
            checkOpen();
            return builder.records().size();
        }

        @Override
        public void observe(HybridTime time) {
            checkOpen();
            builder.observe(time);
        }

        @Override
        public void rewind(int size) {
            checkOpen();
            builder.rewind(size);
        }

        @Override
        public void checkpoint() {
            checkOpen();
            checkpoint = true;
        }

        @Override
        public Position commit() {
            checkOpen();
            return SealingWriter.this.commit(checkpoint);
        }

        @Override
        public void discard() {
            checkOpen();
            builder.rewind(0);
            batch = null;
        }

        private void checkOpen() {
            checkUsable();
            if (batch != this) {
                throw new IllegalStateException("this batch is over");
            }
        }
    }
}
