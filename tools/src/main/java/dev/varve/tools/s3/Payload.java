package dev.varve.tools.s3;

/// What a signature says of the body, and so how the body is sent.
public enum Payload {
    /// As it is, with its SHA-256 signed.
    HASHED(""),
    UNSIGNED("UNSIGNED-PAYLOAD"),
    SIGNED_CHUNKS("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
    SIGNED_CHUNKS_AND_TRAILER("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
    CHUNKS_AND_TRAILER("STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    private final String header;

    Payload(String header) {
        this.header = header;
    }

    /// The value of `x-amz-content-sha256`.
    public String header(byte[] body) {
        return this == HASHED ? Hashes.hex(Hashes.sha256(body)) : header;
    }

    public boolean isChunked() {
        return this != HASHED && this != UNSIGNED;
    }

    public boolean hasSignedChunks() {
        return this == SIGNED_CHUNKS || this == SIGNED_CHUNKS_AND_TRAILER;
    }

    public boolean hasTrailer() {
        return this == SIGNED_CHUNKS_AND_TRAILER || this == CHUNKS_AND_TRAILER;
    }
}
