package dev.varve.projections.objects;

import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.WebhookName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Positions behind all that journals reach, each the name of something that was there before the first
/// event.
final class Marks {
    private static final long BEYOND = 1L << 62;

    private Marks() {}

    static Position of(WebhookName name) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.value().getBytes(StandardCharsets.UTF_8));
            long some = ByteBuffer.wrap(hash, 0, Hash256.BYTES).getLong();
            return new Position(BEYOND | (some & (BEYOND - 1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
