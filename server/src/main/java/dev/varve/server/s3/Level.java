package dev.varve.server.s3;

/// What a path names.
enum Level {
    SERVICE,
    BUCKET,
    OBJECT
}
