package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;

/// One operation of S3. It parses the request once, asks the store, and maps what came of it.
@FunctionalInterface
interface Operation {
    /// @throws dev.varve.server.http.Failed for every error that the client is to be told
    HttpResponse handle(Call call);
}
