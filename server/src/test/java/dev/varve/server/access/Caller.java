package dev.varve.server.access;

/// Who asks, in the order of the columns of the table. The bucket belongs to the user `owner`.
enum Caller {
    /// A key of another user, made with the role.
    ADMIN,
    /// Keys of the owner.
    EDITOR,
    UPLOADER,
    READONLY,
    /// The owner's too: everything, but only below `in/` of the bucket.
    SCOPED,
    /// A key of another user: everything, but only in a bucket of its own.
    OTHER,
    ANONYMOUS,
    /// A key of the owner with all rights until yesterday.
    EXPIRED,
    /// A key of the owner with all rights, revoked.
    REVOKED
}
