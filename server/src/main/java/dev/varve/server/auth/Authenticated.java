package dev.varve.server.auth;

/// A request whose signature holds, or that has none.
///
/// @param query whether the signature came in the query (presigned)
public record Authenticated(Principal principal, Payload payload, boolean query) {}
