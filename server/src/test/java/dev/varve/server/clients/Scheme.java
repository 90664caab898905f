package dev.varve.server.clients;

import java.util.Locale;

/// How a client reaches the server; most sign and send bodies in another way over TLS.
public enum Scheme {
    HTTP,
    HTTPS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
