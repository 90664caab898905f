package dev.varve.server.store;

import dev.varve.log.BlobId;

/// Brings blobs here that are not, or no longer whole.
@FunctionalInterface
public interface Healer {
    /// Whether the blob is here now, whole. It may take as long as its bytes take.
    boolean bring(BlobId id);
}
