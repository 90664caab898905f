package dev.varve.server.access;

/// Ways in. A further one needs a row here, [Requests] for it, and a case in [World#send].
enum Surface {
    S3_HEADER,
    S3_PRESIGNED,
    V1_BASIC,
    V1_BEARER,
    V1_SIGNED,
    V1_PRESIGNED;

    boolean isS3() {
        return this == S3_HEADER || this == S3_PRESIGNED;
    }
}
