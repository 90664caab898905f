package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// Documents that are XML but not what the operation takes.
final class Malformed {
    private Malformed() {}

    static Failed document() {
        return new Failed(
                ErrorCode.MALFORMED_XML,
                "The XML you provided was not well-formed or did not validate against our"
                        + " published schema");
    }

    /// @throws Failed `MalformedXML`
    static void unless(boolean right) {
        if (!right) {
            throw document();
        }
    }
}
