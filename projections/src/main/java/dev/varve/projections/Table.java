package dev.varve.projections;

/// The tables of views. Each is an ordered map from bytes to bytes, by unsigned order.
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
    /// Of each bucket, the facts about ranges of keys that are not yet in all of their rows.
    LAYERS(12),
    /// Keys that a layer is in already, though the pass over its range has not come by.
    SETTLED(13),
    /// The terms of those open uploads that resume, by the same key as UPLOADS.
    UPLOAD_TERMS(14),
    /// How far this node folded the journals of other origins. What it has of others is its own
    /// affair, so this and the next are outside the view digest.
    PEERS(15),
    /// Access keys by id, and how many there are under the empty key.
    ACCESS_KEYS(16),
    /// How far other nodes had folded each origin, as their own journals tell.
    SEEN(17),
    /// Links that were revoked or spent, until they have expired anyhow.
    LINKS(18),
    /// Issuers whose links up to a time were revoked, until the last of these has expired.
    LINK_ISSUERS(19),
    /// Who belongs to the cluster, and the level of forms that may be written.
    CLUSTER(20),
    /// Rules by which what is in a bucket goes by itself, of those buckets that have any.
    LIFECYCLES(21),
    /// When bytes of hidden versions may go, where that is before their history does.
    BYTES_DUE(22),
    /// Webhooks by name, and how many there are under the empty key.
    WEBHOOKS(23),
    /// The rules of buckets that name webhooks; names of buckets that were deleted, for a while.
    NOTIFICATIONS(24),
    /// From when to when names stood for buckets, deleted ones with history included.
    BUCKET_LIVES(25),
    /// What buckets held at the ends of days, and what was done on them.
    USAGE_DAYS(26),
    /// What late events of other nodes may still need, of things that are over. Outside the view digest:
    /// how long it is kept is each node's own affair.
    KEPT(27),
    /// Where in the journal something is told of; only in the audit view, which has no other table.
    AUDIT(28);

    private final int tag;

    Table(int tag) {
        this.tag = tag;
    }

    public int tag() {
        return tag;
    }

    /// Whether a new object brings keys into it that were looked for before, and were not there.
    public boolean growsWithObjects() {
        return this == CURRENT || this == VERSIONS || this == BLOB_REFERENCES;
    }

    /// Whether nodes that folded the same events hold the same rows.
    public boolean inDigest() {
        return this != ORPHANS && this != PEERS && this != SEEN && this != KEPT;
    }
}
