package dev.varve.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// A key and its secret as they are, which only `/v1` takes: `Basic`, as `curl -u` sends it, or
/// `Bearer key:secret`.
record KeyAndSecret(String key, String secret) {
    static final String BASIC = "basic ";
    static final String BEARER = "bearer ";
    private static final int LONGEST = 1024;

    /// Empty for everything else, tokens and nonsense included.
    static Optional<KeyAndSecret> in(String header) {
        if (header.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith(BASIC)) {
            return decode(header.substring(BASIC.length()).strip()).flatMap(KeyAndSecret::parse);
        }
        return lower.startsWith(BEARER)
                ? parse(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<KeyAndSecret> parse(String text) {
        int colon = text.indexOf(':');
        return colon <= 0
                ? Optional.empty()
                : Optional.of(
                        new KeyAndSecret(text.substring(0, colon), text.substring(colon + 1)));
    }

    /// Never the secret.
    @Override
    public String toString() {
        return "KeyAndSecret[" + key + "]";
    }
}
