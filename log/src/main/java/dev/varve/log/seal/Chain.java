package dev.varve.log.seal;

import dev.varve.log.Hash256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash chain over record headers, and the commitments that tie payloads to them. For one
/// thread.
public final class Chain {
    /// The chain before the first event: SHA-256 of this text.
    private static final String GENESIS_TEXT = "varve journal chain 1";

    public static final Hash256 GENESIS =
            Hash256.of(sha256().digest(GENESIS_TEXT.getBytes(StandardCharsets.US_ASCII)));

    private final MessageDigest digest = sha256();

    public Hash256 next(Hash256 before, byte[] header) {
        digest.update(before.bytes());
        digest.update(header);
        return Hash256.of(digest.digest());
    }

    public Hash256 commitment(byte[] nonce, byte[] payload) {
        digest.update(nonce);
        digest.update(payload);
        return Hash256.of(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
