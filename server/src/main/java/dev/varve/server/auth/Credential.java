package dev.varve.server.auth;

import java.util.Optional;

/// The credential of SigV4: whose key signed, and what the signing key was derived for.
record Credential(String accessKey, String date, String region, String service, String terminal) {
    static final String TERMINAL = "aws4_request";
    private static final int SCOPE_PARTS = 4;

    /// Counts from the end: an access key may hold slashes, a scope never does.
    static Optional<Credential> parse(String text) {
        String[] scope = new String[SCOPE_PARTS];
        String rest = text;
        for (int i = SCOPE_PARTS - 1; i >= 0; i--) {
            int slash = rest.lastIndexOf('/');
            if (slash <= 0) {
                return Optional.empty();
            }
            scope[i] = rest.substring(slash + 1);
            rest = rest.substring(0, slash);
        }
        return Optional.of(new Credential(rest, scope[0], scope[1], scope[2], scope[3]));
    }

    String scope() {
        return date + "/" + region + "/" + service + "/" + terminal;
    }
}
