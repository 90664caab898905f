package dev.varve.server.http;

/// What a port may let requests do.
public enum Verb {
    READ,
    WRITE,
    DELETE;

    /// By its method; who asks with another method than it means is asked further.
    public static Verb of(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> READ;
            case "DELETE" -> DELETE;
            default -> WRITE;
        };
    }
}
