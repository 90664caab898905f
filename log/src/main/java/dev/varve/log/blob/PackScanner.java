package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.Optional;

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
        /// An intact record; `bytes` holds it from `offset` on until the visitor returns.
        void record(RecordHeader header, long at, byte[] bytes, int offset) throws IOException;

        /// A run that is not an intact record but is followed by one.
        void damaged(long at, Optional<RecordHeader> header);
    }

    /// @param end where the last intact record ends
    /// @param sealed whether an intact seal follows it
    /// @param tornBytes bytes behind it that are neither zero nor a record
    record Outcome(long end, boolean sealed, long tornBytes) {}

    Outcome scan(long from, Visitor visitor) throws IOException {
        long at = from;
        while (true) {
            if (isSeal(at)) {
                return new Outcome(at + PackFormat.SEAL_BYTES, true, 0);
            }
            Optional<RecordHeader> header = intactRecord(at);
            if (header.isPresent()) {
                visitor.record(header.get(), at, window, (int) (at - windowAt));
                at += header.get().paddedBytes();
                continue;
            }
            long next = nextIntact(at);
            if (next < 0) {
                return new Outcome(at, false, garbage(at));
            }
            visitor.damaged(at, header(at));
            at = next;
        }
    }

    private long nextIntact(long damaged) throws IOException {
        for (long at = RecordHeader.padded(damaged + 1); at < size; at += 8) {
            if (isSeal(at) || intactRecord(at).isPresent()) {
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

    private boolean isSeal(long at) throws IOException {
        return load(at, PackFormat.SEAL_BYTES)
                && PackFormat.isSeal(window, (int) (at - windowAt), pack, at);
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

    static void requireKnown(RecordHeader header, String file) {
        if (header.keyId() != 0) {
            throw new StoreException.FromTheFuture(file + " holds sealed blobs");
        }
    }
}
