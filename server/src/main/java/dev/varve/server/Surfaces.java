package dev.varve.server;

import dev.varve.server.api.ApiHandler;
import dev.varve.server.api.DocsResource;
import dev.varve.server.api.Problem;
import dev.varve.server.auth.VirtualHosts;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import dev.varve.server.http.ops.SystemPaths;
import dev.varve.server.peer.PeerPaths;
import dev.varve.server.s3.S3Handler;
import java.util.Set;

/// Gives each request to the surface that it is meant for. A host that names a bucket means S3,
/// whatever the path. A bucket may be called `openapi.json`: signed requests for it are S3's.
record Surfaces(Handler api, Handler s3, Handler peers, DocsResource docs, VirtualHosts hosts)
        implements Handler {
    private static final String JSON = "/openapi.json";
    private static final String YAML = "/openapi.yaml";

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (isDocument(request)) {
            return request.rawPath().equals(JSON) ? docs.json(request) : docs.yaml(request);
        }
        return handler(request).handle(request);
    }

    private boolean isDocument(HttpRequest request) {
        String path = request.rawPath();
        return (path.equals(JSON) || path.equals(YAML))
                && SystemPaths.isUnsignedRead(request)
                && hosts.bucketOf(request).isEmpty();
    }

    @Override
    public Set<Verb> verbs(HttpRequest request) {
        return handler(request).verbs(request);
    }

    private Handler handler(HttpRequest request) {
        if (isOfPeer(request)) {
            return peers;
        }
        return isOfApi(request) ? api : s3;
    }

    private boolean isOfPeer(HttpRequest request) {
        return PeerPaths.owns(request.rawPath()) && hosts.bucketOf(request).isEmpty();
    }

    /// Which of the two a request is for, if it is not for health or metrics.
    Surface surfaceOf(HttpRequest request) {
        if (isOfPeer(request)) {
            return Surface.PEER;
        }
        return isOfApi(request) || isDocument(request) ? Surface.API : Surface.S3;
    }

    private boolean isOfApi(HttpRequest request) {
        return ApiHandler.owns(request.rawPath()) && hosts.bucketOf(request).isEmpty();
    }

    /// Tells of what is refused before any surface sees it.
    static HttpResponse render(Failed failed, String requestId, String rawPath) {
        return ApiHandler.owns(rawPath)
                ? Problem.render(failed, requestId, rawPath)
                : S3Handler.ERRORS.render(failed, requestId, rawPath);
    }
}
