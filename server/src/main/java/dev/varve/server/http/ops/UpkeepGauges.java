package dev.varve.server.http.ops;

/// Figures of what goes on with stored bytes in the background. Cheap to ask, from any thread.
public interface UpkeepGauges {
    /// Blobs that are kept and not served, since they were found damaged.
    long quarantined();

    /// How long ago the oldest look at every byte may be, 0 when that scrub is off.
    double deepScrubAge();

    /// How long ago the oldest look at headers and sizes may be, 0 when that scrub is off.
    double lightScrubAge();

    /// Looks at blobs since the start.
    long scrubbedBlobs();

    /// Of the blobs that were looked at since the start.
    long scrubbedBytes();

    /// What scrubs found since the start.
    long scrubFindings();

    /// Blobs that were stored anew, smaller, since the start.
    long recompressedBlobs();

    /// What that saves.
    long recompressionSavedBytes();
}
