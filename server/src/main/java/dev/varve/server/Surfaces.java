package dev.varve.server;

import dev.varve.server.api.ApiHandler;
import dev.varve.server.api.DocsResource;
import dev.varve.server.api.Problem;
import dev.varve.server.auth.VirtualHosts;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.ops.SystemPaths;
import dev.varve.server.s3.S3Handler;

/// Gives each request to the surface that it is meant for. A host that names a bucket means S3,
/// whatever the path. A bucket may be called `openapi.json`: signed requests for it are S3's.
record Surfaces(Handler api, Handler s3, DocsResource docs, VirtualHosts hosts) implements Handler {
    private static final String DOCUMENT = "/openapi.";

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!hosts.bucketOf(request).isEmpty()) {
            return s3.handle(request);
        }
        String path = request.rawPath();
        if (path.startsWith(DOCUMENT) && SystemPaths.isUnsignedRead(request)) {
            switch (path) {
                case DOCUMENT + "json" -> {
                    return docs.json(request);
                }
                case DOCUMENT + "yaml" -> {
                    return docs.yaml(request);
                }
                default -> {
                    // A bucket with a similar name.
                }
            }
        }
        return (ApiHandler.owns(path) ? api : s3).handle(request);
    }

    /// Tells of what is refused before any surface sees it.
    static HttpResponse render(Failed failed, String requestId, String rawPath) {
        return ApiHandler.owns(rawPath)
                ? Problem.render(failed, requestId, rawPath)
                : S3Handler.ERRORS.render(failed, requestId, rawPath);
    }
}
