package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// Where a SigV4 signature was found: S3 has other errors for each.
enum Place {
    HEADER(ErrorCode.AUTHORIZATION_HEADER_MALFORMED, "The authorization header is malformed; "),
    QUERY(
            ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
            "Error parsing the X-Amz-Credential parameter; ");

    private final ErrorCode code;
    private final String prefix;

    Place(ErrorCode code, String prefix) {
        this.code = code;
        this.prefix = prefix;
    }

    Failed malformed(String what) {
        return new Failed(code, prefix + what);
    }

    Credential credential(String text) {
        return Credential.parse(text)
                .orElseThrow(() ->
                        malformed(
                                "the Credential is mal-formed; expecting"
                                        + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."));
    }

    /// The scope must be of this service and, on the day of the request, of `region`.
    void requireScope(Credential credential, String region) {
        if (!credential.terminal().equals(Credential.TERMINAL)) {
            throw malformed("incorrect terminal; this endpoint uses \"aws4_request\".");
        }
        if (!credential.service().equals("s3")) {
            throw malformed("incorrect service; this endpoint belongs to \"s3\".");
        }
        if (!credential.region().equals(region)) {
            throw malformed(
                            "the region '%s' is wrong; expecting '%s'"
                                    .formatted(credential.region(), region))
                    .detail("Region", region);
        }
    }

    void requireDay(Credential credential, String timestamp) {
        if (!timestamp.startsWith(credential.date() + "T")) {
            throw malformed(
                    "Invalid credential date \"%s\". This date is not the same as X-Amz-Date: \"%s\"."
                            .formatted(credential.date(), timestamp));
        }
    }
}
