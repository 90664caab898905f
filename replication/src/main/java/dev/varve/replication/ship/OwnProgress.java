package dev.varve.replication.ship;

import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointSigner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Through the journal's own events, as far as there is news.
final class OwnProgress implements Progress {
    private final Journal journal;
    private final CheckpointSigner signer;
    private final News news;
    private final ChainPoints chains;
    private final Request request;
    private Position at = Position.FIRST;
    private Hash256 chain = Chain.GENESIS;
    private @Nullable JournalCursor cursor;

    /// What was read and did not go into the frame before.
    private final Deque<RecordView> left = new ArrayDeque<>();

    OwnProgress(
            Journal journal,
            CheckpointSigner signer,
            News news,
            ChainPoints chains,
            Request request) {
        this.journal = journal;
        this.signer = signer;
        this.news = news;
        this.chains = chains;
        this.request = request;
    }

    @Override
    public Message.@Nullable Why begin() {
        return switch (Starts.of(journal, request)) {
            case Starts.Start.End end -> end.why();
            case Starts.Start.At start -> {
                at = start.position();
                chain = chains.before(at);
                yield null;
            }
        };
    }

    @Override
    public Optional<Frame> next() {
        Position last = news.promise().position();
        if (at.isAfter(last)) {
            return Optional.empty();
        }
        List<RecordView> read = new ArrayList<>();
        Frame frame = collect(last, read).build(chain, signer);
        read.stream().filter(record -> record.position().isAfter(frame.last())).forEach(left::add);
        at = frame.last().next();
        chain = frame.root();
        chains.remember(at, chain);
        return Optional.of(frame);
    }

    private FrameBuilder collect(Position last, List<RecordView> read) {
        FrameBuilder builder = new FrameBuilder();
        boolean fits = true;
        while (fits) {
            RecordView record = read(last);
            if (record == null) {
                break;
            }
            read.add(record);
            fits = builder.add(record);
        }
        return builder;
    }

    private @Nullable RecordView read(Position last) {
        if (!left.isEmpty()) {
            return left.removeFirst();
        }
        if (cursor == null) {
            cursor = journal.read(at);
        }
        return cursor.position().isAfter(last) ? null : Records.next(cursor);
    }

    @Override
    public Position awaited() {
        return news.next();
    }

    @Override
    public Promise promise() {
        return news.promise();
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
