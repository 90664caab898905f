package dev.varve.server.http;

/// Answers requests; called on a thread of each request's own.
@FunctionalInterface
public interface Handler {
    /// @throws Failed for what the client is told in the form its surface has for errors
    HttpResponse handle(HttpRequest request);

    /// Whether a request is let in even while the server is full, such as one for its health.
    default boolean isUrgent(HttpRequest request) {
        return false;
    }
}
