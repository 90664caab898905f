package dev.varve.server.store;

/// How many versions a purge let go, and their bytes.
public record PurgeResult(long versions, long bytes) {
    static final PurgeResult NOTHING = new PurgeResult(0, 0);

    PurgeResult plus(PurgeResult other) {
        return new PurgeResult(versions + other.versions, bytes + other.bytes);
    }
}
