package dev.varve.server.auth;

/// What a request wants to do, as far as access depends on it.
public enum Action {
    LIST_BUCKETS,
    CREATE_BUCKET,
    DELETE_BUCKET,
    READ_BUCKET,
    CHANGE_BUCKET,
    LIST,
    READ_OBJECT,
    WRITE_OBJECT,
    DELETE_OBJECT,
    BYPASS_GOVERNANCE
}
