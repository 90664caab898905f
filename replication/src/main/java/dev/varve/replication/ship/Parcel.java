package dev.varve.replication.ship;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// A frame and the small blobs that go before it, of which one at a time is in memory.
final class Parcel {
    private final SmallBlobs blobs;
    private final Deque<BlobId> wanted;
    private final Frame frame;
    private long left = Limits.BLOB_BYTES;
    private int more = Limits.BLOBS;
    private boolean over;

    Parcel(Frame frame, BlobWish wish, SmallBlobs blobs) {
        this.frame = frame;
        this.blobs = blobs;
        this.wanted = new ArrayDeque<>(wanted(frame, wish));
    }

    private static Set<BlobId> wanted(Frame frame, BlobWish wish) {
        Set<BlobId> all = new LinkedHashSet<>();
        for (RecordView record : frame.records()) {
            Recorded recorded = record.recorded();
            for (BlobId blob : NamedBlobs.beside(recorded.event())) {
                if (wish.wants(recorded, blob)) {
                    all.add(blob);
                }
            }
        }
        return all;
    }

    boolean isOver() {
        return over;
    }

    /// A blob, or the frame, which comes last.
    Message next() {
        while (!wanted.isEmpty() && more > 0 && left > 0) {
            BlobId id = wanted.removeFirst();
            Optional<Bytes> content = blobs.read(id);
            if (content.isPresent() && content.get().length() <= left) {
                left -= content.get().length();
                more--;
                return new Message.BlobMessage(id, content.get());
            }
        }
        over = true;
        return new Message.FrameMessage(frame.bytes());
    }
}
