package dev.varve.server.http.ops;

import java.util.List;

/// Figures of the store that metrics ask for at each scrape. Cheap to ask, from any thread; 0 where
/// there is none yet.
public interface StoreGauges {
    /// Of the last event that is durable.
    long journalPosition();

    /// Events that the view has not folded yet.
    long viewLag();

    /// Bytes of all blobs as their users count them.
    long blobBytesLogical();

    /// Bytes that they take on disk.
    long blobBytesPhysical();

    long bytesSavedByDeduplication();

    long bytesSavedByCompression();

    /// Of the journal's last sync, in seconds.
    double fsyncSeconds();

    /// Commands that shared it.
    long batchSize();

    long openUploads();

    /// Of each consumer, in any order.
    List<ConsumerGauge> consumers();

    /// @param lag events that it is not done with
    /// @param trouble whether somebody should have a look
    /// @param failures in a row
    record ConsumerGauge(String name, long lag, boolean trouble, long failures) {}
}
