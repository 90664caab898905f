package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.DocsResource;
import dev.varve.server.auth.VirtualHosts;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurfacesTest {
    private final Surfaces surfaces =
            new Surfaces(
                    request -> HttpResponse.of(201),
                    request -> HttpResponse.of(202),
                    request -> HttpResponse.of(203),
                    new DocsResource(List.of()),
                    new VirtualHosts(List.of("s3.test")));

    @ParameterizedTest
    @CsvSource({
        "h, /v1/buckets, 201",
        "h, /v1, 201",
        "h, /v1x/buckets, 202",
        "h, /~peer/v1/journal, 203",
        "photos.s3.test, /~peer/v1/journal, 202",
        "h, /, 202",
        "h, /photos/v1/x, 202",
        "s3.test, /v1/buckets, 201",
        "photos.s3.test, /v1/buckets, 202"
    })
    void asksTheRightOne(String host, String path, int status) {
        FakeRequest request = FakeRequest.builder("GET", path).header("host", host).build();

        assertThat(surfaces.handle(request).status()).isEqualTo(status);
    }

    /// A bucket may have the name of the document.
    @ParameterizedTest
    @CsvSource({
        "GET, h, /openapi.json, , 200",
        "HEAD, h, /openapi.yaml, , 200",
        "GET, h, /openapi.yaml?x=1, , 200",
        "GET, photos.s3.test, /openapi.json, , 202",
        "PUT, h, /openapi.json, , 202",
        "GET, h, /openapi.json/x, , 202",
        "GET, h, /openapi.json, AWS4-HMAC-SHA256 x, 202",
        "GET, h, /openapi.json?X-Amz-Signature=1, , 202"
    })
    void tellsOfTheApiWhereNobodySaysWhoAsks(
            String method, String host, String target, @Nullable String signature, int status) {
        FakeRequest.Builder request = FakeRequest.builder(method, target).header("host", host);
        if (signature != null) {
            request.header("authorization", signature);
        }

        assertThat(surfaces.handle(request.build()).status()).isEqualTo(status);
    }

    @Test
    void tellsOfErrorsInTheFormOfThePath() {
        Failed failed = new Failed(ErrorCode.SLOW_DOWN, "wait");

        HttpResponse api = Surfaces.render(failed, "1", "/v1/buckets");
        HttpResponse s3 = Surfaces.render(failed, "1", "/photos");

        assertThat(api.status()).isEqualTo(429);
        assertThat(api.headers().get("content-type", "")).isEqualTo("application/problem+json");
        assertThat(s3.status()).isEqualTo(503);
        assertThat(s3.headers().get("content-type", "")).isEqualTo("application/xml");
    }
}
