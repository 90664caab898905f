package dev.varve.server.config;

import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One port: where it is, and what it may be used for.
///
/// @param tls empty for plain HTTP
public record ListenerSettings(
        ListenAddress address, Set<Surface> surfaces, Set<Verb> verbs, Optional<TlsSettings> tls) {
    public ListenerSettings {
        surfaces = Set.copyOf(surfaces);
        verbs = Set.copyOf(verbs);
    }

    /// A port for everything.
    static ListenerSettings open(ListenAddress address, Optional<TlsSettings> tls) {
        return new ListenerSettings(
                address, EnumSet.allOf(Surface.class), EnumSet.allOf(Verb.class), tls);
    }
}
