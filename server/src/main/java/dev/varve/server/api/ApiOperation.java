package dev.varve.server.api;

import dev.varve.server.http.HttpResponse;

/// What an endpoint does. It reads the call once, asks the store, and says what came of it.
@FunctionalInterface
public interface ApiOperation {
    /// @throws dev.varve.server.http.Failed for every error that the client is to be told
    HttpResponse handle(ApiCall call);
}
