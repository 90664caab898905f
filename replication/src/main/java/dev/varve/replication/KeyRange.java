package dev.varve.replication;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;

/// Keys that begin alike, of one bucket or of all. Written `BUCKET/PREFIX` or `*/PREFIX`; the prefix
/// may be empty.
public record KeyRange(String bucket, String prefix) {
    public static final String EVERY_BUCKET = "*";

    public KeyRange {
        if (!bucket.equals(EVERY_BUCKET) && !BucketName.isValid(bucket)) {
            throw new IllegalArgumentException(
                    "'" + Texts.shown(bucket) + "' is no bucket, and not * for all");
        }
        if (!Texts.fits(prefix, ObjectKey.MAX_BYTES)) {
            throw new IllegalArgumentException(
                    "a prefix has at most " + ObjectKey.MAX_BYTES + " bytes of UTF-8");
        }
    }

    /// @throws IllegalArgumentException for anything else than the two forms
    public static KeyRange parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new KeyRange(text, "")
                : new KeyRange(text.substring(0, slash), text.substring(slash + 1));
    }

    public boolean holds(String inBucket, String key) {
        return (bucket.equals(EVERY_BUCKET) || bucket.equals(inBucket)) && key.startsWith(prefix);
    }

    @Override
    public String toString() {
        return bucket + "/" + prefix;
    }
}
