package dev.varve.server.http.helidon;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import org.jspecify.annotations.Nullable;

/// From HTTP/1.1 to HTTP/2 on the same connection, where the client asks for it in full. Where it
/// does not, Helidon would answer 500; a server is free to go on in HTTP/1.1.
final class Upgrade implements Http1Upgrader {
    private static final HeaderName SETTINGS = HeaderNames.create("HTTP2-Settings");
    private final Http1Upgrader to;

    Upgrade(Http1Upgrader to) {
        this.to = to;
    }

    @Override
    public String supportedProtocol() {
        return to.supportedProtocol();
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext ctx, HttpPrologue prologue, WritableHeaders<?> headers) {
        if (ctx.isSecure() || !headers.contains(SETTINGS)) {
            return null;
        }
        try {
            ServerConnection upgraded = to.upgrade(ctx, prologue, headers);
            ((Connection) ctx).upgraded();
            return HeaderTable.in(upgraded);
        } catch (IllegalArgumentException e) { // Settings that are none.
            return null;
        }
    }
}
