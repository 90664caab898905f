package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.BucketCors;
import dev.varve.server.surface.Cors;
import dev.varve.server.surface.CorsRule;
import dev.varve.server.surface.CorsRules;
import java.util.List;

/// Which pages of other origins may use the API from a browser: objects by the rules of their bucket, as on
/// S3, and everything by the server's own setting. By default there are none.
final class ApiCors {
    private static final int REMEMBERED_SECONDS = 600;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE");
    private static final List<String> EXPOSED =
            List.of(
                    "ETag",
                    "Location",
                    "Link",
                    "Content-Range",
                    "Content-Disposition",
                    "Last-Modified",
                    "Retry-After",
                    "WWW-Authenticate",
                    "X-Amz-Request-Id",
                    "Tus-Resumable",
                    "Tus-Version",
                    "Tus-Extension",
                    "Tus-Max-Size",
                    "Tus-Checksum-Algorithm",
                    "Upload-Offset",
                    "Upload-Length",
                    "Upload-Defer-Length",
                    "Upload-Concat",
                    "Upload-Expires",
                    "Upload-Metadata");

    private final BucketCors buckets;
    private final Endpoints endpoints;
    private final CorsRules everywhere;

    /// @param origins that may use all of the API
    ApiCors(BucketCors buckets, Endpoints endpoints, List<String> origins) {
        this.buckets = buckets;
        this.endpoints = endpoints;
        this.everywhere =
                origins.isEmpty()
                        ? CorsRules.NONE
                        : new CorsRules(
                                List.of(
                                        new CorsRule(
                                                "",
                                                origins,
                                                METHODS,
                                                List.of(CorsRule.ANY),
                                                EXPOSED,
                                                REMEMBERED_SECONDS,
                                                false)));
    }

    /// @throws Failed where no rule fits
    HttpResponse preflight(HttpRequest request) {
        Cors.Asked asked = Cors.asked(request).orElseThrow(ApiCors::refused);
        return Cors.preflight(buckets.rules(bucket(request)), asked)
                .or(() -> Cors.preflight(everywhere, asked))
                .orElseThrow(ApiCors::refused);
    }

    private static Failed refused() {
        return new Failed(
                ErrorCode.ACCESS_FORBIDDEN, "Pages of this origin may not send this request.");
    }

    void answer(HttpRequest request, HttpResponse response) {
        if (!Cors.isPreflight(request)
                && !buckets.answer(bucket(request), request, response)
                && !everywhere.isEmpty()) {
            Cors.answer(everywhere, request, response);
        }
    }

    private String bucket(HttpRequest request) {
        return endpoints.bucketOfObjects(request.rawPath()).orElse("");
    }
}
