package dev.varve.server.store;

import dev.varve.log.ETag;
import java.time.Instant;

/// A body that waits for a transaction to name it. Only who staged it can, until it expires, a
/// transaction took it, or the store is closed: it is no object, and no event knows it.
///
/// @param id what a transaction names it by
public record Staged(String id, long size, ETag etag, Instant expires) {}
