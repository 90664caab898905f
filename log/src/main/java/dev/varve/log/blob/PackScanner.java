package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks the records of a pack from one offset on and checks each. Behind damage it goes on at the
/// next intact record.
final class PackScanner {
    private static final int WINDOW = 1 << 20;
    private final PackFiles files;
    private final int pack;
    private final long size;
    private byte[] window = new byte[WINDOW];
    private long windowAt;
    private int windowLength;

    PackScanner(PackFiles files, int pack, long size) {
        this.files = files;
        this.pack = pack;
        this.size = size;
    }

    interface Visitor {
        /// An intact record; `bytes` holds it from `offset` on until the visitor returns. Behind
        /// damage it may be content that only looks like a record.
        void record(RecordHeader header, long at, byte[] bytes, int offset, boolean behindDamage)
                throws IOException;
    }

    /// A run that is not an intact record but is followed by a record or mark.
    record Damage(long at, Optional<BlobId> blob) {}

    /// @param end where the last intact record or mark ends
    /// @param endsWithMark whether a mark is the last of them
    /// @param durableTo what the marks prove to have been durable
    /// @param tornBytes bytes behind the end, up to the last that is not zero
    record Outcome(
            long end, boolean endsWithMark, long durableTo, List<Damage> damages, long tornBytes) {}

    Outcome scan(long from, Visitor visitor) throws IOException {
        List<Damage> damages = new ArrayList<>();
        long durableTo = 0;
        boolean marked = false;
        long at = from;
        while (true) {
            PackFormat.Mark mark = mark(at);
            Optional<RecordHeader> header = mark == null ? intactRecord(at) : Optional.empty();
            if (mark != null) {
                durableTo = Math.max(durableTo, mark.durableTo());
                at += PackFormat.MARK_BYTES;
                marked = true;
            } else if (header.isPresent()) {
                int offset = (int) (at - windowAt);
                visitor.record(header.get(), at, window, offset, !damages.isEmpty());
                at += header.get().paddedBytes();
                marked = false;
            } else {
                long next = nextIntact(at);
                if (next < 0) {
                    return new Outcome(at, marked, durableTo, damages, garbage(at));
                }
                damages.add(new Damage(at, header(at).map(RecordHeader::id)));
                at = next;
            }
        }
    }

    private long nextIntact(long damaged) throws IOException {
        for (long at = RecordHeader.padded(damaged + 1); at < size; at += 8) {
            if (mark(at) != null || intactRecord(at).isPresent()) {
                return at;
            }
        }
        return -1;
    }

    private long garbage(long from) throws IOException {
        long last = from;
        for (long at = from; at < size && load(at, 1); at++) {
            if (window[(int) (at - windowAt)] != 0) {
                last = at + 1;
            }
        }
        return last - from;
    }

    private PackFormat.@Nullable Mark mark(long at) throws IOException {
        return load(at, PackFormat.MARK_BYTES)
                ? PackFormat.readMark(window, (int) (at - windowAt), pack, at)
                : null;
    }

    private Optional<RecordHeader> header(long at) throws IOException {
        if (!load(at, RecordHeader.BYTES)) {
            return Optional.empty();
        }
        int offset = (int) (at - windowAt);
        return RecordHeader.isIntact(window, offset)
                ? Optional.of(RecordHeader.read(window, offset))
                : Optional.empty();
    }

    private Optional<RecordHeader> intactRecord(long at) throws IOException {
        Optional<RecordHeader> header = header(at);
        if (header.isEmpty() || header.get().paddedBytes() > size - at) {
            return Optional.empty();
        }
        long stored = header.get().storedLength();
        if (stored < BlockFrame.OVERHEAD || stored > BlobOptions.MAX_BLOCK + BlockFrame.OVERHEAD) {
            return Optional.empty();
        }
        if (!load(at, (int) header.get().paddedBytes())) {
            return Optional.empty();
        }
        int frame = (int) (at - windowAt) + RecordHeader.BYTES;
        return header.filter(found -> BlockFrame.isIntact(window, frame, (int) stored, 0));
    }

    /// Brings `[at, at + length)` into the window; false when the pack ends before.
    private boolean load(long at, int length) throws IOException {
        if (at >= windowAt && at + length <= windowAt + windowLength) {
            return true;
        }
        if (at + length > size) {
            return false;
        }
        if (window.length < length) {
            window = new byte[length];
        }
        windowAt = at;
        windowLength = files.read(pack, at, window, (int) Math.min(window.length, size - at));
        return windowLength >= length;
    }
}
