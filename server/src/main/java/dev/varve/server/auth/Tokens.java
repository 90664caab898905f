package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// Finds out whom a bearer token speaks of.
@FunctionalInterface
public interface Tokens {
    /// Takes none.
    Tokens NONE =
            token -> {
                throw new Failed(
                        ErrorCode.INVALID_TOKEN,
                        "Bearer takes KEY:SECRET here; this server knows no issuer of tokens.");
            };

    /// @throws Failed `InvalidToken`, `ExpiredToken`, or `AccessDenied` for a role that is none
    Principal verify(String token);
}
