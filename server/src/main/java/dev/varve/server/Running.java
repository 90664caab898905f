package dev.varve.server;

import dev.varve.server.config.AdminKey;
import dev.varve.server.config.ListenAddress;
import java.util.Optional;

/// A server that runs.
public interface Running extends AutoCloseable {
    /// Where it listens, with the port that was bound.
    ListenAddress address();

    /// Present where no users are configured.
    Optional<AdminKey> adminKey();

    /// Lets requests finish, then closes the store. Closing twice does nothing.
    @Override
    void close();
}
