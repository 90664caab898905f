package dev.varve.server.http.ops;

/// A path without what would let a reader of the log use it: the token of a link.
final class MaskedPath {
    private static final String LINKS = "/v1/l/";

    private MaskedPath() {}

    static String of(String rawPath) {
        return rawPath.startsWith(LINKS) ? LINKS + "***" : rawPath;
    }
}
