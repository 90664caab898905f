package dev.varve.server.api.uploads;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;

/// A digest as tus writes it: the algorithm's name, a blank, the value in Base64.
final class DeclaredDigest {
    static final String HEADER = "upload-checksum";

    private DeclaredDigest() {}

    /// The names that clients may use.
    static String names() {
        return Arrays.stream(DigestAlgorithm.values())
                .map(DeclaredDigest::name)
                .collect(Collectors.joining(","));
    }

    private static String name(DigestAlgorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
    }

    /// @param where it was said, for the message
    static Checksum parse(String where, String text) {
        int blank = text.indexOf(' ');
        String name = blank < 0 ? text : text.substring(0, blank);
        DigestAlgorithm algorithm =
                Arrays.stream(DigestAlgorithm.values())
                        .filter(each -> name(each).equals(name))
                        .findFirst()
                        .orElseThrow(() -> invalid(where, "must begin with one of " + names()));
        try {
            Bytes value = Bytes.of(Base64.getDecoder().decode(text.substring(blank + 1).strip()));
            if (blank > 0 && value.length() == algorithm.length()) {
                return Checksum.full(algorithm, value);
            }
        } catch (IllegalArgumentException e) {
            throw invalid(where, "must end with Base64");
        }
        throw invalid(where, "must have a value of " + algorithm.length() + " bytes");
    }

    private static Failed invalid(String where, String why) {
        return new Failed(ErrorCode.INVALID_DIGEST, "'" + where + "' " + why + ".");
    }
}
