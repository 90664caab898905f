package dev.varve.replication.follow;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.StoreException;
import dev.varve.replication.ship.Limits;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The blobs that came before a frame. They are in memory until the frame is believed.
final class Delivery {
    private final Map<BlobId, Bytes> blobs = new LinkedHashMap<>();
    private final Set<BlobId> right = new HashSet<>();
    private long bytes;

    void add(BlobId id, Bytes content) throws NotBelieved {
        bytes += content.length();
        blobs.put(id, content);
        right.remove(id);
        if (blobs.size() > Limits.BLOBS || bytes > Limits.BLOB_BYTES) {
            throw NotBelieved.because(
                    Reason.TOO_LARGE,
                    "%d blobs with %d bytes before one frame; the limits are %d and %d"
                            .formatted(blobs.size(), bytes, Limits.BLOBS, Limits.BLOB_BYTES));
        }
    }

    /// Looks at each before any is stored.
    void check(BlobProof proof) throws NotBelieved {
        for (Map.Entry<BlobId, Bytes> blob : blobs.entrySet()) {
            switch (proof.of(blob.getKey(), blob.getValue())) {
                case RIGHT -> right.add(blob.getKey());
                case UNKNOWN -> right.remove(blob.getKey());
                case WRONG ->
                        throw NotBelieved.because(
                                Reason.BLOB,
                                "the bytes are not those of the blob " + blob.getKey());
            }
        }
    }

    /// Stores those that were found right and that the frame names, and answers how many. What finds no
    /// room is fetched later.
    long store(VerifiedFrame frame, Blobs.Held store) {
        Set<BlobId> named = right.isEmpty() ? Set.of() : frame.blobs();
        long stored = 0;
        for (Map.Entry<BlobId, Bytes> blob : blobs.entrySet()) {
            if (right.contains(blob.getKey()) && named.contains(blob.getKey())) {
                try {
                    stored += store.store(blob.getKey(), blob.getValue()) ? 1 : 0;
                } catch (StoreException.OutOfSpace e) {
                    return stored;
                }
            }
        }
        return stored;
    }
}
