package dev.varve.server.s3;

/// What a request is about.
///
/// @param bucket decoded, not checked; empty for the service itself
/// @param key decoded, not checked; empty for the bucket itself
record Target(String bucket, String key) {
    static final Target SERVICE = new Target("", "");

    Level level() {
        if (bucket.isEmpty()) {
            return Level.SERVICE;
        }
        return key.isEmpty() ? Level.BUCKET : Level.OBJECT;
    }
}
