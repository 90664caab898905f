package dev.varve.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells secrets that anybody would guess.
final class Secrets {
    static final int SHORTEST = 16;
    private static final int FEWEST_CHARACTERS = 6;

    /// In lower case: what other servers ship with, what their manuals show, what people type.
    private static final Set<String> WELL_KNOWN =
            Set.of(
                    "minioadmin",
                    "minio123",
                    "miniosecret",
                    "minioadminminioadmin",
                    "rustfsadmin",
                    "verysecretkey1",
                    "local-credential",
                    "wjalrxutnfemi/k7mdeng/bpxrficyexamplekey",
                    "password",
                    "passwordpassword",
                    "changeme",
                    "changemechangeme",
                    "changeme12345678",
                    "secretsecretsecret",
                    "supersecretpassword",
                    "mysecretaccesskey",
                    "your-secret-access-key",
                    "testtesttesttest",
                    "1234567890123456",
                    "0123456789abcdef",
                    "abcdefghijklmnop",
                    "qwertyuiopasdfgh");

    private Secrets() {}

    /// Why it must not be used, if so.
    static Optional<String> weakness(String secret, int shortest) {
        if (WELL_KNOWN.contains(secret.toLowerCase(Locale.ROOT))) {
            return Optional.of("is well known");
        }
        if (secret.length() < shortest) {
            return Optional.of("is shorter than " + shortest + " characters");
        }
        if (secret.chars().distinct().count() < FEWEST_CHARACTERS) {
            return Optional.of("repeats too few characters");
        }
        return Optional.empty();
    }

    static Optional<String> weakness(String secret, String accessKey) {
        return secret.equalsIgnoreCase(accessKey)
                ? Optional.of("is the access key itself")
                : weakness(secret, SHORTEST);
    }
}
