package dev.varve.server.http.helidon;

import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// The one route there is. Helidon's own routing decodes and normalises paths, which are keys here.
final class Requests implements HttpRouting {
    private final HttpSecurity security = HttpSecurity.create();

    @Override
    public void route(ConnectionContext ctx, RoutingRequest request, RoutingResponse response) {
        Connection connection = (Connection) ctx;
        try (Ticket ticket = connection.begin(request.id())) {
            new Exchange(connection, ticket, request, response).run();
        }
    }

    @Override
    public HttpSecurity security() {
        return security;
    }
}
