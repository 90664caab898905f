package dev.varve.server.surface;

import dev.varve.log.ETag;

/// Entity tags as answers have them.
public final class ETags {
    private ETags() {}

    public static String quoted(ETag etag) {
        return '"' + etag.value() + '"';
    }
}
