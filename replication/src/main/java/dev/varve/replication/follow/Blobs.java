package dev.varve.replication.follow;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;

/// Where bytes go that came beside events.
public interface Blobs {
    /// Begins to keep what came with one frame.
    Held hold();

    /// The bytes of one frame.
    interface Held extends AutoCloseable {
        /// Keeps bytes that were verified, so that no reclaim takes them before [#close()].
        ///
        /// @return false when they were here already
        /// @throws dev.varve.log.StoreException.OutOfSpace when they are not kept: they are fetched
        ///     later
        boolean store(BlobId id, Bytes content);

        /// The events that name what was stored were folded, or were not: it is on its own from now on.
        @Override
        void close();
    }
}
