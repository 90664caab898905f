package dev.varve.server.store;

import java.time.Duration;

/// Limits that decisions and operations keep.
///
/// @param nodeBytes logical bytes over all buckets, history and uploads included; -1 for none
/// @param objectBytes one object
/// @param partBytes smallest part but the last
/// @param queue commands that may wait for the writer
/// @param batch commands decided and synced together
/// @param accessKeys how many a store may have, expired ones included
/// @param answerWithin how long a request waits for its answer before its outcome is unknown
/// @param staging bodies that wait for a transaction
public record Limits(
        long nodeBytes,
        long objectBytes,
        long partBytes,
        int queue,
        int batch,
        int accessKeys,
        Duration answerWithin,
        Staging staging) {
    private static final int ACCESS_KEYS = 10_000;
    public static final Limits DEFAULT =
            new Limits(-1, 5L << 40, 5L << 20, 4096, 256, Duration.ofSeconds(60));

    /// What bodies may take that came ahead of the transaction that is to name them.
    ///
    /// @param blobs how many at a time, of all callers together
    /// @param bytes how much at a time
    /// @param keepFor how long each is kept for its transaction
    public record Staging(int blobs, long bytes, Duration keepFor) {
        public static final Staging DEFAULT = new Staging(10_000, 16L << 30, Duration.ofHours(1));
    }

    /// The usual number of keys, and the usual staging.
    public Limits(
            long nodeBytes,
            long objectBytes,
            long partBytes,
            int queue,
            int batch,
            Duration answerWithin) {
        this(
                nodeBytes,
                objectBytes,
                partBytes,
                queue,
                batch,
                ACCESS_KEYS,
                answerWithin,
                Staging.DEFAULT);
    }

    public Limits withNodeBytes(long bytes) {
        return with(bytes, partBytes, queue);
    }

    public Limits withPartBytes(long bytes) {
        return with(nodeBytes, bytes, queue);
    }

    public Limits withQueue(int commands) {
        return with(nodeBytes, partBytes, commands);
    }

    private Limits with(long node, long part, int commands) {
        return new Limits(
                node, objectBytes, part, commands, batch, accessKeys, answerWithin, staging);
    }

    public Limits withAccessKeys(int keys) {
        return new Limits(
                nodeBytes, objectBytes, partBytes, queue, batch, keys, answerWithin, staging);
    }

    public Limits withStaging(Staging changed) {
        return new Limits(
                nodeBytes, objectBytes, partBytes, queue, batch, accessKeys, answerWithin, changed);
    }
}
