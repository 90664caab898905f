package dev.varve.replication.ship;

/// How much of what may be in a stream; `FORMAT.md` says it too.
public final class Limits {
    /// How many blobs come before one frame at most.
    public static final int BLOBS = 1_000;

    /// How many bytes of blobs come before one frame at most.
    public static final long BLOB_BYTES = 8 << 20;

    private Limits() {}
}
