package dev.varve.server.access;

/// Ways in. A further one needs a row here, [Requests] for it, and a case in [World#ask].
enum Surface {
    S3_HEADER,
    S3_PRESIGNED,
    /// The one that asks every endpoint of `/v1`; the other three show the same key in another way.
    V1_BASIC,
    V1_BEARER,
    V1_SIGNED,
    V1_PRESIGNED,
    /// The caller makes a link, and somebody without any key uses it.
    LINK,
    TUS;

    boolean isS3() {
        return this == S3_HEADER || this == S3_PRESIGNED;
    }

    /// Whether a request goes out as it is, with the key of the caller.
    boolean isPlain() {
        return this != LINK && this != TUS;
    }
}
