package dev.varve.server.s3.chunked;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// Why a chunked body is refused.
final class Malformed {
    private Malformed() {}

    static Failed framing(String why) {
        return new Failed(ErrorCode.INVALID_REQUEST, "The aws-chunked body is malformed: " + why);
    }

    static Failed incomplete(String why) {
        return new Failed(ErrorCode.INCOMPLETE_BODY, why);
    }

    static Failed signature(String what) {
        return new Failed(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                "The signature of " + what + " does not match its bytes");
    }
}
