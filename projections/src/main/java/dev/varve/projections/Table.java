package dev.varve.projections;

/// The tables of the object view. Each is an ordered map from bytes to bytes, by unsigned order.
/// Tags are stored: never renumber.
public enum Table {
    BUCKETS(1),
    BUCKET_NAMES(2),
    CURRENT(3),
    VERSIONS(4),
    UPLOADS(5),
    PARTS(6),
    BLOB_REFERENCES(7),
    DUE(8),
    USAGE(9),
    /// Blobs whose last reference went: work for reclaim. What a node keeps is its own affair, so
    /// this one is outside the view digest.
    ORPHANS(10),
    /// Which version clients know as `null`, for keys where it is not the current object.
    NULL_VERSIONS(11),
    /// The terms of those open uploads that resume, by the same key as UPLOADS.
    UPLOAD_TERMS(14),
    /// Access keys by id, and how many there are under the empty key.
    ACCESS_KEYS(16),
    /// Links that were revoked or spent, until they have expired anyhow.
    LINKS(18),
    /// Issuers whose links up to a time were revoked, until the last of these has expired.
    LINK_ISSUERS(19);

    private final int tag;

    Table(int tag) {
        this.tag = tag;
    }

    public int tag() {
        return tag;
    }

    /// Whether nodes that folded the same events hold the same rows.
    public boolean inDigest() {
        return this != ORPHANS;
    }
}
