package dev.varve.log.journal;

import dev.varve.log.ClusterId;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.seal.BatchBuilder;
import dev.varve.log.seal.DurablePoint;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The journal in a directory of Chronicle Queue segments.
public final class ChronicleJournal implements Journal {
    private final JournalOptions options;
    private final JournalIdentity identity;
    private final JournalServices services;
    private final JournalState state;
    private final @Nullable DirectoryLock lock;
    private final Segments segments;
    private final DurablePoint durable;
    private final Optional<StoreException.Corrupt> damage;
    private TrimPoint trim;
    private SegmentWriter.Tail tail;
    private @Nullable ChronicleWriter writer;

    /// Opens a journal and proves what is in it.
    ///
    /// @throws StoreException.Locked when another process has it
    /// @throws StoreException.Corrupt when something that was durable is missing or wrong; it can
    ///     still be opened read-only, and [JournalRepair] can cut it
    public static ChronicleJournal open(
            JournalOptions options, JournalIdentity identity, JournalServices services) {
        JvmFlags.require();
        try {
            return new ChronicleJournal(options, identity, services);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot open the journal in " + options.directory(), e);
        }
    }

    private ChronicleJournal(
            JournalOptions options, JournalIdentity identity, JournalServices services)
            throws IOException {
        this.options = options;
        this.identity = identity;
        this.services = services;
        this.state = new JournalState(options.directory(), services.disk());
        Opening opening = new Opening(options, identity, services.disk(), state);
        Opening.Opened opened;
        if (isReadOnly()) {
            lock = null;
            opened = opening.readOnly();
        } else {
            Files.createDirectories(options.directory());
            lock = new DirectoryLock(options.directory());
            opened = readWrite(opening, lock);
        }
        this.segments = new Segments(opened.files());
        this.tail = opened.tail();
        this.durable = new DurablePoint(tail.last());
        this.damage = opened.damage();
        this.trim = opened.trim();
    }

    private static Opening.Opened readWrite(Opening opening, DirectoryLock lock)
            throws IOException {
        boolean opened = false;
        try {
            Opening.Opened result = opening.readWrite();
            opened = true;
            return result;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private boolean isReadOnly() {
        return options.mode() == JournalOptions.Mode.READ_ONLY;
    }

    /// Why a journal that was opened read-only ends before it should; empty where it does not.
    public Optional<StoreException.Corrupt> damage() {
        return damage;
    }

    @Override
    public ClusterId cluster() {
        return identity.cluster();
    }

    @Override
    public Origin origin() {
        return identity.origin();
    }

    @Override
    public Position oldest() {
        return segments.oldest();
    }

    @Override
    public Position durable() {
        return durable.get();
    }

    @Override
    public synchronized JournalWriter claim() {
        checkOpen();
        if (isReadOnly()) {
            throw new StoreException.Failed("the journal was opened read-only");
        }
        if (writer != null) {
            throw new StoreException.Locked("the journal is claimed already");
        }
        SegmentWriter files = openWriter();
        BatchBuilder builder =
                new BatchBuilder(
                        identity,
                        tail.head(),
                        services.signer(),
                        services.clock(),
                        services.random());
        ChronicleWriter claimed =
                new ChronicleWriter(
                        builder, durable, options.checkpointEvery(), files, this::released);
        writer = claimed;
        try {
            claimed.start(services.software());
        } catch (StoreException.OutOfSpace e) {
            claimed.close(); // nothing was written: a later claim may find room
            throw e;
        }
        return claimed;
    }

    private SegmentWriter openWriter() {
        try {
            return new SegmentWriter(
                    options,
                    identity.origin().incarnation(),
                    services.disk(),
                    segments,
                    state,
                    tail);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot write to " + options.directory(), e);
        }
    }

    /// A writer whose last outcome is unknown leaves no end to go on from.
    private synchronized void released(Optional<SegmentWriter.Tail> end) {
        if (end.isPresent()) {
            tail = end.get();
            writer = null;
        }
    }

    @Override
    public JournalCursor read(Position from) {
        checkOpen();
        Position first = from.isNone() ? Position.FIRST : from;
        if (oldest().isAfter(first)) {
            throw new StoreException.Trimmed(first, oldest());
        }
        return new SegmentCursor(segments, durable, first);
    }

    @Override
    public boolean await(Position position, Duration atMost) throws InterruptedException {
        return durable.await(position, atMost);
    }

    @Override
    public List<Segment> segments() {
        return segments.describe(durable.get());
    }

    @Override
    public synchronized List<Segment> truncateBefore(Position position, Coverage snapshot) {
        checkOpen();
        if (isReadOnly()) {
            throw new StoreException.Failed("the journal was opened read-only");
        }
        snapshot.require(position);
        List<Segment> before = segments();
        try {
            Optional<TrimPoint> decided =
                    new Trimming(options, identity, services)
                            .decide(trim, segments.files(), position);
            if (decided.isEmpty()) {
                return List.of();
            }
            trim = decided.get();
            segments.dropBefore(trim.oldest());
            Trimming.deleteBefore(trim, options.directory(), services.disk());
            return before.stream()
                    .filter(segment -> trim.oldest().isAfter(segment.first()))
                    .toList();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot trim the journal", e);
        }
    }

    @Override
    public synchronized void close() {
        if (durable.isClosed()) {
            return;
        }
        try {
            if (writer != null) {
                writer.close();
            }
        } finally {
            durable.close();
            if (lock != null) {
                lock.close();
            }
        }
    }

    private void checkOpen() {
        if (durable.isClosed()) {
            throw new StoreException.Closed("the journal is closed");
        }
    }
}
