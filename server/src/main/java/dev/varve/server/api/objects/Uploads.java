package dev.varve.server.api.objects;

import dev.varve.server.api.Endpoint;
import dev.varve.server.http.ErrorCode;

/// What all endpoints that take the bytes of one object say of themselves.
final class Uploads {
    private Uploads() {}

    static Endpoint described(Endpoint row) {
        return row.header(
                        "Content-Type",
                        "kept, as are Content-Encoding, Content-Language,"
                                + " Content-Disposition, Cache-Control and Expires")
                .header("X-Meta-*", "custom metadata, kept")
                .header("X-Tags", "tags, like a query: a=1&b=2")
                .header("X-Storage-Class", "kept; all are served alike")
                .header("X-Lock-Mode", "governance or compliance, with X-Lock-Until")
                .header("X-Lock-Until", "how long the version must not be deleted, RFC 3339")
                .header("X-Legal-Hold", "true: the version must not be deleted")
                .header("Content-MD5", "verified; Base64")
                .header("X-Content-SHA256", "verified; hex")
                .header("X-Content-XXH3", "verified; hex")
                .header("Repr-Digest", "verified; sha-256 as in RFC 9530, Content-Digest too")
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_DIGEST,
                        ErrorCode.INVALID_TAG,
                        ErrorCode.INVALID_STORAGE_CLASS,
                        ErrorCode.METADATA_TOO_LARGE,
                        ErrorCode.BAD_DIGEST,
                        ErrorCode.INCOMPLETE_BODY,
                        ErrorCode.ENTITY_TOO_LARGE,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.INVALID_BUCKET_STATE,
                        ErrorCode.QUOTA_EXCEEDED,
                        ErrorCode.OUT_OF_SPACE);
    }
}
