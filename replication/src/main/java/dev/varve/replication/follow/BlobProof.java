package dev.varve.replication.follow;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Whether bytes are those that an id names.
@FunctionalInterface
public interface BlobProof {
    Result of(BlobId id, Bytes content);

    enum Result {
        RIGHT,
        WRONG,
        /// The key of the blob's domain is not here: the bytes count for nothing yet.
        UNKNOWN
    }

    /// Of blobs in the shared domain, whose id is the SHA-256 of their bytes.
    BlobProof SHARED =
            (id, content) -> {
                if (id.domain() != BlobId.SHARED_DOMAIN) {
                    return Result.UNKNOWN;
                }
                return sha256(content).equals(id.hash()) ? Result.RIGHT : Result.WRONG;
            };

    private static Hash256 sha256(Bytes content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.update(digest);
            return Hash256.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
