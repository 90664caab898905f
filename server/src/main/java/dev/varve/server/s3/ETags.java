package dev.varve.server.s3;

import dev.varve.log.ETag;

/// Entity tags as answers have them.
final class ETags {
    private ETags() {}

    static String quoted(ETag etag) {
        return '"' + etag.value() + '"';
    }
}
