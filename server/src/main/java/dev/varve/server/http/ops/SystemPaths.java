package dev.varve.server.http.ops;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString.Parameter;
import dev.varve.server.http.Surface;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Answers health checks and metrics in front of a surface. A bucket may be called `health`, so only
/// these very paths are taken, only to be read, and only from requests that are not signed.
public final class SystemPaths implements Handler {
    private static final Set<String> LIVE =
            Set.of("/health/live", "/minio/health/live", "/healthz");
    private static final Set<String> READY =
            Set.of("/health/ready", "/minio/health/ready", "/readyz");
    private static final String METRICS = "/metrics";
    private static final List<String> SIGNATURES =
            List.of("x-amz-signature", "x-amz-credential", "signature", "awsaccesskeyid");

    private final Health health;
    private final Metrics metrics;
    private final Handler next;

    public SystemPaths(Health health, Metrics metrics, Handler next) {
        this.health = health;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public boolean isUrgent(HttpRequest request) {
        return isOurs(request) || next.isUrgent(request);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!isOurs(request)) {
            return next.handle(request);
        }
        String path = request.rawPath();
        if (path.equals(METRICS)) {
            request.note().operation("Metrics");
            return metrics(request);
        }
        request.note().operation("Health");
        return LIVE.contains(path) ? health.live() : health.ready();
    }

    /// The surface that a request is for, if it is one of those here.
    public static Optional<Surface> surfaceOf(HttpRequest request) {
        if (!isOurs(request)) {
            return Optional.empty();
        }
        return Optional.of(request.rawPath().equals(METRICS) ? Surface.METRICS : Surface.HEALTH);
    }

    private HttpResponse metrics(HttpRequest request) {
        if (!metrics.admits(request.headers().get("authorization", ""))) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "Metrics need their bearer token");
        }
        return HttpResponse.of(200, Metrics.TYPE, metrics.scrape());
    }

    private static boolean isOurs(HttpRequest request) {
        String path = request.rawPath();
        boolean known = LIVE.contains(path) || READY.contains(path) || path.equals(METRICS);
        return known && isRead(request) && !isSigned(request, path);
    }

    private static boolean isRead(HttpRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /// Whether nobody says who asks, and nothing is to be changed.
    public static boolean isUnsignedRead(HttpRequest request) {
        return isRead(request) && !isSigned(request, request.rawPath());
    }

    private static boolean isSigned(HttpRequest request, String path) {
        String authorization = request.headers().get("authorization", "");
        boolean ours = path.equals(METRICS) && authorization.startsWith("Bearer ");
        return (!authorization.isEmpty() && !ours)
                || (!request.rawQuery().isEmpty()
                        && request.query().parameters().stream()
                                .map(Parameter::name)
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .anyMatch(SIGNATURES::contains));
    }
}
