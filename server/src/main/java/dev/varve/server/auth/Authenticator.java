package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;

/// Finds out who sent a request.
@FunctionalInterface
public interface Authenticator {
    /// @throws dev.varve.server.http.Failed when a signature is wrong, malformed, expired or unknown
    Authenticated authenticate(HttpRequest request);
}
