package dev.varve.server.http.helidon;

/// Bytes that are no HTTP/1.1, or more of them at once than are taken. What follows on the
/// connection cannot be told apart from a request, so nothing more is read from it.
final class BadFraming extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFraming(String message) {
        super(message, null, false, false);
    }
}
