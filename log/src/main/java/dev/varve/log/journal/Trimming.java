package dev.varve.log.journal;

import dev.varve.log.Bytes;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordView;
import dev.varve.log.journal.FrameReader.Frame;
import dev.varve.log.journal.SegmentScan.Found;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Trims the front of a journal, in an order that a crash at any step leaves either the whole
/// journal or a trimmed one that can be proven: what is kept for ever first, then the point where
/// the journal begins from now on, then the files go.
final class Trimming {
    private final Path directory;
    private final JournalIdentity identity;
    private final CheckpointSigner signer;
    private final Disk disk;

    /// Where a trim may end: behind a segment that ends with a checkpoint, which then vouches for
    /// all that went.
    private record Boundary(int segments, Hash256 chain, long kept) {}

    Trimming(JournalOptions options, JournalIdentity identity, JournalServices services) {
        this.directory = options.directory();
        this.identity = identity;
        this.signer = services.signer();
        this.disk = services.disk();
    }

    /// Makes the new beginning durable, without deleting anything yet. Empty when nothing can go.
    ///
    /// @throws StoreException.Corrupt when a segment that would go is not what was written
    Optional<TrimPoint> decide(TrimPoint now, List<SegmentFile> files, Position before)
            throws IOException {
        @Nullable Boundary best = null;
        Boundary here = new Boundary(0, now.chain(), now.kept());
        while (endsBefore(files, here.segments(), before)) {
            Step step = step(files.get(here.segments()), here);
            here = step.after();
            best = step.signed() ? here : best;
        }
        if (best == null) {
            return Optional.empty();
        }
        SegmentFile first = files.get(best.segments());
        requireGoesOn(first, best.chain());
        TrimPoint point = point(first, best);
        new TrimFile(directory).write(point, disk);
        return Optional.of(point);
    }

    private static boolean endsBefore(List<SegmentFile> files, int index, Position before) {
        return index + 1 < files.size() && !files.get(index + 1).first().isAfter(before);
    }

    private TrimPoint point(SegmentFile first, Boundary boundary) {
        TrimPoint point =
                new TrimPoint(
                        first.cycle(),
                        first.first(),
                        boundary.chain(),
                        boundary.kept(),
                        signer.keyId(),
                        Bytes.EMPTY);
        return point.signed(signer.keyId(), signer.signTrim(point.text()));
    }

    private record Step(Boundary after, boolean signed) {}

    /// Proves a segment, and writes down what is kept of it.
    private Step step(SegmentFile segment, Boundary before) throws IOException {
        List<byte[]> keep = new ArrayList<>();
        int[] lastType = {0};
        Found found =
                new SegmentScan(segment.path(), identity)
                        .run(record -> lastType[0] = take(record, keep));
        JournalHead head = found.head();
        if (found.problem() != null || head == null) {
            throw corrupt(segment.path(), found.end(), found.problem());
        }
        requireGoesOn(segment, before.chain());
        long kept = new KeptRecords(directory).append(before.kept(), keep, disk);
        return new Step(
                new Boundary(before.segments() + 1, head.chain(), kept),
                lastType[0] == EventType.CHECKPOINT.number());
    }

    private static int take(RecordView record, List<byte[]> keep) {
        int type = record.envelope().payloadType();
        if (type == EventType.CHECKPOINT.number() || type == EventType.STARTED.number()) {
            keep.add(record.toArray());
        }
        return type;
    }

    /// What goes, and what is kept, must be one chain: else there is damage that a trim would hide.
    private static void requireGoesOn(SegmentFile segment, Hash256 chain) {
        if (!segment.first().equals(Position.FIRST)
                && !chainBefore(segment.path()).equals(Optional.of(chain))) {
            throw corrupt(segment.path(), 0, "does not go on from the events before it");
        }
    }

    /// The chain that the first record of a segment states; empty where none can be read.
    static Optional<Hash256> chainBefore(Path file) {
        try (FrameReader frames = new FrameReader(file)) {
            return frames.next() == Frame.DATA
                    ? Extensions.chainBefore(frames.record().envelope())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static StoreException.Corrupt corrupt(Path file, long offset, @Nullable String what) {
        return new StoreException.Corrupt(
                file.toString(), offset, what == null ? "the segment is empty" : what);
    }

    /// Deletes what lies before a journal's beginning, the oldest first. After a crash the next open
    /// goes on with it.
    static void deleteBefore(TrimPoint point, Path directory, Disk disk) throws IOException {
        List<Path> old =
                Survey.paths(directory).stream()
                        .filter(file -> SegmentName.cycle(file).orElseThrow() < point.cycle())
                        .toList();
        for (Path file : old) {
            disk.delete(file);
        }
        if (!old.isEmpty()) {
            disk.forceDirectory(directory);
        }
    }
}
