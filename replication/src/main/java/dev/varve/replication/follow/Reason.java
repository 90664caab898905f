package dev.varve.replication.follow;

/// Why something a peer said is not believed. Nothing of it is kept.
public enum Reason {
    /// The bytes of the stream are no messages, or were cut.
    BROKEN_STREAM,
    /// The messages came in an order that none may come in.
    PROTOCOL,
    OTHER_CLUSTER,
    OTHER_NODE,
    /// Of an incarnation of the node before the newest one that is known.
    OLD_INCARNATION,
    /// Not the origin that was asked for.
    OTHER_ORIGIN,
    /// Events are missing between what is known and this.
    GAP,
    /// Events do not follow one another.
    REORDERED,
    /// What is known already is here something else.
    DIFFERS,
    /// The bytes are no frame, or one of its records has a wrong checksum.
    DAMAGED,
    /// The records do not continue the chain that is known, or lead to another root.
    CHAIN,
    /// A payload is not the one that its header was made for.
    COMMITMENT,
    /// A payload is missing that may not be, or is there although it may not be.
    WITHHELD,
    SIGNATURE,
    UNKNOWN_KEY,
    /// Of a form that needs a newer release.
    FROM_THE_FUTURE,
    TOO_LARGE,
    /// The bytes of a blob are not those that its id names.
    BLOB,
    /// All is right with it, and this node cannot fold it.
    NOT_FOLDED
}
