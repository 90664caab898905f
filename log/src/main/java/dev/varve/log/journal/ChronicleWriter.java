package dev.varve.log.journal;

import dev.varve.log.StoreException;
import dev.varve.log.seal.BatchBuilder;
import dev.varve.log.seal.DurablePoint;
import dev.varve.log.seal.SealedRecord;
import dev.varve.log.seal.SealingWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The claimed writing side of a [ChronicleJournal].
final class ChronicleWriter extends SealingWriter {
    private final BatchBuilder builder;
    private final SegmentWriter files;
    private final Consumer<Optional<SegmentWriter.Tail>> released;
    private boolean proven;

    ChronicleWriter(
            BatchBuilder builder,
            DurablePoint durable,
            int checkpointEvery,
            SegmentWriter files,
            Consumer<Optional<SegmentWriter.Tail>> released) {
        super(builder, durable, checkpointEvery);
        this.builder = builder;
        this.files = files;
        this.released = released;
    }

    void start(String software) {
        appendStarted(software);
    }

    @Override
    protected boolean atSegmentStart() {
        return files.atSegmentStart();
    }

    @Override
    protected boolean endsSegment(long bytes) {
        return files.endsSegment(builder.records().size(), bytes);
    }

    @Override
    protected void makeSpace(long bytes) throws IOException {
        files.makeSpace(builder.records().size(), bytes);
    }

    /// The first batch holds only the start; nothing is accepted before a fresh reader finds it.
    @Override
    protected void append(List<SealedRecord> records) throws IOException {
        files.append(records);
        if (!proven && !files.proves(records.getLast())) {
            throw new StoreException.Failed("a fresh reader does not find the event just written");
        }
        proven = true;
    }

    @Override
    protected void release(boolean clean) {
        boolean left = false;
        try {
            files.close(clean, builder.head());
            left = clean;
        } catch (IOException e) {
            throw new StoreException.Failed("cannot close the journal cleanly", e);
        } finally {
            released.accept(left ? Optional.of(files.tail(builder.head())) : Optional.empty());
        }
    }
}
