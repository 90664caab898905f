package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import java.util.Set;

/// Headers that ask for what is not here. To go on without would be to pretend.
final class Unsupported {
    private static final Set<String> ACLS = Set.of("private", "bucket-owner-full-control");
    private static final Set<String> ENCRYPTION =
            Set.of("x-amz-server-side-encryption", "x-amz-copy-source-server-side-encryption");

    private Unsupported() {}

    /// For requests that make an object.
    static void refuse(Headers headers) {
        refuseEncryption(headers);
        for (String name : headers.names()) {
            if (name.startsWith("x-amz-grant-")) {
                throw accessControl();
            }
            if (name.equals("x-amz-write-offset-bytes")) {
                throw notImplemented(name);
            }
        }
        if (!ACLS.contains(headers.get("x-amz-acl", "private"))) {
            throw accessControl();
        }
    }

    static void refuseEncryption(Headers headers) {
        for (String name : headers.names()) {
            for (String prefix : ENCRYPTION) {
                if (name.startsWith(prefix)) {
                    throw notImplemented(name);
                }
            }
        }
    }

    private static Failed notImplemented(String header) {
        return new Failed(
                        ErrorCode.NOT_IMPLEMENTED,
                        "A header you provided implies functionality that is not implemented")
                .detail("Header", header);
    }

    private static Failed accessControl() {
        return new Failed(
                ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED, "The bucket does not allow ACLs");
    }
}
