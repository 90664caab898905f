package dev.varve.server;

import dev.varve.server.config.ListenerSettings;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import dev.varve.server.http.ops.SystemPaths;
import java.util.Locale;

/// Lets a port be used only for what it is for. What is refused here is refused whoever asks, before
/// anybody looks at signatures.
///
/// @param next answers what is let in
record PortGate(ListenerSettings port, Surfaces surfaces, Handler next) implements Handler {
    @Override
    public boolean isUrgent(HttpRequest request) {
        return next.isUrgent(request);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Surface surface =
                SystemPaths.surfaceOf(request).orElseGet(() -> surfaces.surfaceOf(request));
        if (!port.surfaces().contains(surface)) {
            throw refused(surface);
        }
        if (port.verbs().size() < Verb.values().length) {
            requireVerb(Verb.of(request.method()));
            surfaces.verbs(request).forEach(this::requireVerb);
        }
        return next.handle(request);
    }

    private void requireVerb(Verb verb) {
        if (!port.verbs().contains(verb)) {
            throw refused(verb);
        }
    }

    private static Failed refused(Enum<?> what) {
        return new Failed(
                ErrorCode.ACCESS_DENIED,
                "This port is not for " + what.name().toLowerCase(Locale.ROOT) + ".");
    }
}
