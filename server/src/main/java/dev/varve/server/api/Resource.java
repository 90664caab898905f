package dev.varve.server.api;

import java.util.List;

/// A group of endpoints, such as those of buckets.
@FunctionalInterface
public interface Resource {
    List<Endpoint> endpoints();
}
