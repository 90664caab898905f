package dev.varve.server.peer;

/// What members of a cluster ask each other for.
public final class PeerPaths {
    /// No bucket can be called so.
    static final String ROOT = "/~peer/v1/";

    static final String IDENTITY = ROOT + "identity";
    static final String JOURNAL = ROOT + "journal";
    static final String BLOBS = ROOT + "blobs/";
    static final String PROGRESS = ROOT + "progress";
    static final String KEYS = ROOT + "keys";
    static final String SEED = ROOT + "seed";
    static final String SNAPSHOTS = ROOT + "snapshots/";
    static final String JOIN = ROOT + "join";

    private PeerPaths() {}

    public static boolean owns(String rawPath) {
        return rawPath.startsWith(ROOT);
    }
}
