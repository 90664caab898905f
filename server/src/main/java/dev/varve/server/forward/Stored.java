package dev.varve.server.forward;

import dev.varve.replication.Subject;
import java.util.Optional;

/// What is known here of objects that are there already.
@FunctionalInterface
public interface Stored {
    Stored NOTHING = (bucket, key) -> Optional.empty();

    /// What is current at a key; may be a little behind what its owner knows.
    Optional<Subject> at(String bucket, String key);
}
