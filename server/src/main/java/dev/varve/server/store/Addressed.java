package dev.varve.server.store;

import dev.varve.log.ObjectKey;

/// An object whose key is the SHA-256 of its content, in hex.
///
/// @param fresh false where it was there already, and is as it was
public record Addressed(ObjectKey key, Written written, boolean fresh) {}
