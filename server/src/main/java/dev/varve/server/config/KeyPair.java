package dev.varve.server.config;

import java.security.SecureRandom;

/// A fresh pair of keys for signatures, in characters that survive being pasted anywhere.
public record KeyPair(String accessKey, Secret secretKey) {
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String ALL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String MARK = "VK";
    private static final int ACCESS = 20;
    private static final int SECRET = 40;

    public static KeyPair random(SecureRandom random) {
        return new KeyPair(MARK + draw(random, CAPITALS, ACCESS - MARK.length()), token(random));
    }

    /// A secret alone.
    public static Secret token(SecureRandom random) {
        return new Secret(draw(random, ALL, SECRET));
    }

    private static String draw(SecureRandom random, String alphabet, int length) {
        StringBuilder drawn = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }
}
