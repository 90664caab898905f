package dev.varve.log;

import java.util.Map;

/// One blob on its way in. For one thread.
public interface BlobUpload extends AutoCloseable {
    /// @throws StoreException.OutOfSpace when the volume is full; close the upload
    void write(byte[] bytes, int offset, int length);

    /// Ends the bytes. The blob is pinned and readable, but durable only after the next
    /// [BlobStore#sync()], and a dedup target for others only from then on. No bytes at all make
    /// no blob: do not finish an empty upload.
    Finished finish();

    /// Aborts unless finished.
    @Override
    void close();

    /// `digests` holds what the hints asked for; `fresh` is false on a dedup hit.
    record Finished(PinnedBlob blob, Map<DigestAlgorithm, Bytes> digests, boolean fresh) {
        public Finished {
            digests = Map.copyOf(digests);
        }
    }
}
