package dev.varve.server.store;

import dev.varve.log.BlobId;
import java.util.List;

/// Holds blobs until the event that names them is in, or is not coming.
interface Pins extends AutoCloseable {
    /// The blobs that nothing may reference if the event does not come.
    List<BlobId> blobs();

    @Override
    void close();
}
