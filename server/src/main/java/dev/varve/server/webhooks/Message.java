package dev.varve.server.webhooks;

import dev.varve.log.Bytes;

/// What is delivered, the same at each attempt.
///
/// @param id by which receivers know it again
/// @param type of the body
public record Message(String id, String type, Bytes body) {}
