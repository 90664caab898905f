package dev.varve.server.cluster;

/// Fetches bytes that this node is to keep by the layout and does not hold.
@FunctionalInterface
public interface Backfill {
    /// Looks at every version; returns once it has, whatever could be fetched.
    void run(Watch watch);

    /// Told how far it is, again and again.
    @FunctionalInterface
    interface Watch {
        void at(Figures soFar);
    }

    /// @param versions that were looked at
    /// @param all versions that there are, roughly
    /// @param fetched blobs that are here now
    /// @param bytes of those
    /// @param absent blobs that no member could give; they are tried again by themselves
    record Figures(long versions, long all, long fetched, long bytes, long absent) {}
}
