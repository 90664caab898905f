package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.QueryString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A SigV4 signature in the query.
///
/// @param timestamp the time as it was written, which is what was signed
record Presigned(
        Credential credential,
        String timestamp,
        Instant time,
        Duration validity,
        String signedHeaders,
        String signature) {
    static final String SIGNATURE = "X-Amz-Signature";
    private static final String CREDENTIAL = "X-Amz-Credential";
    private static final String DATE = "X-Amz-Date";
    private static final String EXPIRES = "X-Amz-Expires";
    private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
    private static final String ALGORITHM = "X-Amz-Algorithm";
    private static final List<String> ALL =
            List.of(ALGORITHM, CREDENTIAL, SIGNATURE, DATE, SIGNED_HEADERS, EXPIRES);

    private static final long LONGEST = 7 * 24 * 60 * 60;

    /// Whether the query means to be signed, even if parts are missing or misspelt.
    static boolean isIn(QueryString query) {
        return !query.parameters().isEmpty() && ALL.stream().anyMatch(query::has);
    }

    static Presigned parse(QueryString query) {
        if (!ALL.stream().allMatch(query::has)) {
            throw error(
                    "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                            + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date,"
                            + " X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        }
        requireAlgorithm(query.get(ALGORITHM, ""));
        String timestamp = query.get(DATE, "");
        return new Presigned(
                Place.QUERY.credential(query.get(CREDENTIAL, "")),
                timestamp,
                RequestTime.basic(timestamp)
                        .orElseThrow(() ->
                                error(
                                        "X-Amz-Date must be in the ISO8601 Long Format"
                                                + " \"yyyyMMdd'T'HHmmss'Z'\"")),
                validity(query.get(EXPIRES, "")),
                query.get(SIGNED_HEADERS, ""),
                query.get(SIGNATURE, ""));
    }

    private static void requireAlgorithm(String algorithm) {
        if (algorithm.startsWith("AWS4-ECDSA-P256-SHA256")) {
            throw Denied.asymmetric();
        }
        if (!algorithm.equals(SignatureV4.ALGORITHM)) {
            throw error("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }
    }

    private static Duration validity(String text) {
        long seconds;
        try {
            seconds = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw error("X-Amz-Expires should be a number");
        }
        if (seconds < 0) {
            throw error("X-Amz-Expires must be non-negative");
        }
        if (seconds > LONGEST) {
            throw error(
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                            + " X-Amz-Expires must be less than 604800 seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Failed error(String message) {
        return new Failed(ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR, message);
    }
}
