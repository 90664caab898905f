package dev.varve.log;

import java.util.Set;

/// What is known of bytes before they come: decides digests, compression and where they go.
///
/// @param domain the dedup domain; 0 shares identical content with everybody
/// @param contentType as the client sent it, empty when unknown
/// @param name key or file name, for its extension; empty when unknown
/// @param length the declared length, -1 when unknown
/// @param digests digests to compute beside the content id
public record BlobHints(
        int domain, String contentType, String name, long length, Set<DigestAlgorithm> digests) {
    public BlobHints {
        digests = Set.copyOf(digests);
    }

    public static BlobHints of(Set<DigestAlgorithm> digests) {
        return new BlobHints(BlobId.SHARED_DOMAIN, "", "", -1, digests);
    }
}
