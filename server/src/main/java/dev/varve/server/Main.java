package dev.varve.server;

import dev.varve.server.config.AdminKey;
import dev.varve.server.config.ListenAddress;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.store.Varve;
import java.security.SecureRandom;
import java.util.Optional;

/// The wiring of the server, by hand, on this page.
public final class Main {
    private Main() {}

    /// Returns when everything is ready to serve.
    public static Running start(ServerConfig config) {
        Varve varve = Varve.open(config.store());
        try {
            return new Server(config, varve, adminKey(config));
        } catch (RuntimeException e) { // whatever it is, the store must not stay locked
            varve.close();
            throw e;
        }
    }

    private static Optional<AdminKey> adminKey(ServerConfig config) {
        return config.users().isEmpty()
                ? Optional.of(
                        AdminKey.in(
                                config.store().data(),
                                config.store().surroundings().disk(),
                                new SecureRandom()))
                : Optional.empty();
    }

    private record Server(ServerConfig config, Varve varve, Optional<AdminKey> adminKey)
            implements Running {
        @Override
        public ListenAddress address() {
            return config.listen();
        }

        @Override
        public void close() {
            varve.close();
        }
    }
}
