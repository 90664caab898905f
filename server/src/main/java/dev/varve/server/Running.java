package dev.varve.server;

import dev.varve.server.config.AdminKey;
import dev.varve.server.config.ListenAddress;
import java.util.List;
import java.util.Optional;

/// A server that runs.
public interface Running extends AutoCloseable {
    /// A port with the number that was bound.
    record Bound(ListenAddress address, boolean secure) {
        public String url() {
            return address.url(secure);
        }
    }

    /// Where it listens, in the order of the configuration; at least one.
    List<Bound> bound();

    /// The first of them.
    default ListenAddress address() {
        return bound().getFirst().address();
    }

    /// Present where no users are configured.
    Optional<AdminKey> adminKey();

    /// Lets requests finish, then closes the store. Closing twice does nothing.
    @Override
    void close();
}
