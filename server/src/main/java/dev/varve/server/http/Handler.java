package dev.varve.server.http;

import java.util.Set;

/// Answers requests; called on a thread of each request's own.
@FunctionalInterface
public interface Handler {
    /// @throws Failed for what the client is told in the form its surface has for errors
    HttpResponse handle(HttpRequest request);

    /// What a request does beside what its method says; not asked of those that are not for this
    /// handler.
    default Set<Verb> verbs(HttpRequest request) {
        return Set.of();
    }

    /// Whether a request is let in even while the server is full, such as one for its health.
    default boolean isUrgent(HttpRequest request) {
        return false;
    }
}
