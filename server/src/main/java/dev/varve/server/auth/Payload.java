package dev.varve.server.auth;

import dev.varve.log.Bytes;
import org.jspecify.annotations.Nullable;

/// What a request's signature says of its body, and so how the body must be read.
public sealed interface Payload {
    /// Nothing: anonymous, presigned, SigV2, or `UNSIGNED-PAYLOAD`.
    record Unsigned() implements Payload {}

    /// Bytes as they are, with this SHA-256.
    record Hashed(Bytes sha256) implements Payload {}

    /// aws-chunked. `signer` checks chunks (and trailers) where they are signed, null where not.
    record Chunked(@Nullable ChunkSigner signer, boolean trailer) implements Payload {}
}
