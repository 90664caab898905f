package dev.varve.tools.crash;

/// What a client asked a node of a cluster to do with an object.
///
/// @param round between two of which all nodes were level and nobody asked for anything
/// @param etag of the content; empty for a delete
/// @param version as answered; empty where there is none
/// @param acknowledged false when nobody knows what became of it
record Did(
        Act act,
        String node,
        int round,
        Thing thing,
        String etag,
        String version,
        Span span,
        boolean acknowledged) {

    /// How it was asked for. Each of them must be done in a run.
    enum Act {
        PUT,
        MULTIPART,
        DELETE,
        BATCH_DELETE,
        PREFIX_DELETE,
        MOVE,
        PREFIX_MOVE,
        VERSION_DELETE,
        RESTORE,
        TAGS,
        SETTINGS,
        BUCKET
    }

    record Thing(String bucket, String key) {
        @Override
        public String toString() {
            return bucket + "/" + key;
        }
    }

    /// Of this process's clock, in nanoseconds.
    record Span(long began, long ended) {
        @Override
        public String toString() {
            return "%d to %d ms".formatted(began / 1_000_000, ended / 1_000_000);
        }
    }

    boolean isDelete() {
        return etag.isEmpty();
    }

    /// Whether this surely came after another: what is known to be later has the higher stamp.
    boolean follows(Did other) {
        boolean sameNode = node.equals(other.node) && other.acknowledged;
        return round > other.round || (sameNode && span.began - other.span.ended > 0);
    }
}
