package dev.varve.server.auth;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`: blanks after commas or none, in any
/// order, each once.
record AuthorizationHeader(Credential credential, String signedHeaders, String signature) {
    private static final Pattern COMMA = Pattern.compile(",");

    /// @param components what follows the name of the algorithm
    static AuthorizationHeader parse(String components) {
        Map<String, String> found = new HashMap<>();
        for (String each : COMMA.splitAsStream(components).toList()) {
            int equals = each.indexOf('=');
            if (equals < 0
                    || found.put(each.substring(0, equals).strip(), each.substring(equals + 1))
                            != null) {
                throw incomplete();
            }
        }
        String credential = component(found.get("Credential"));
        String signedHeaders = component(found.get("SignedHeaders"));
        String signature = component(found.get("Signature"));
        return new AuthorizationHeader(
                Place.HEADER.credential(credential), signedHeaders, signature);
    }

    private static String component(@Nullable String found) {
        if (found == null || found.isBlank()) {
            throw incomplete();
        }
        return found.strip();
    }

    private static RuntimeException incomplete() {
        return Place.HEADER.malformed(
                "the authorization header requires three components:"
                        + " Credential, SignedHeaders, and Signature.");
    }
}
