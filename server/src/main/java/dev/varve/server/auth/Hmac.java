package dev.varve.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keyed and plain hashes that signatures are made of, and the one way to compare them.
final class Hmac {
    private static final HexFormat HEX = HexFormat.of();

    private Hmac() {}

    static byte[] sha256(byte[] key, String text) {
        return hash("HmacSHA256", key, text);
    }

    static byte[] sha1(byte[] key, String text) {
        return hash("HmacSHA1", key, text);
    }

    /// SHA-256 without a key.
    static String hexOf(String text) {
        try {
            return hex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /// Takes the same time wherever the two differ.
    static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(utf8(expected), utf8(given));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hash(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(utf8(text));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
