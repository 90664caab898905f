package dev.varve.tools.s3;

import java.security.SecureRandom;
import java.util.HexFormat;

/// A key pair that requests are signed with.
public record AccessKey(String id, String secret) {
    private static final int SECRET_BYTES = 20;

    /// One that nobody can guess.
    public static AccessKey random() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new AccessKey("VARVETOOLS", HexFormat.of().formatHex(secret));
    }

    /// Never the secret.
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
