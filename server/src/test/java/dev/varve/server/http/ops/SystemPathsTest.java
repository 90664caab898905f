package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemPathsTest {
    private final Health health = new Health(List.of());
    private final Metrics metrics = new Metrics(Optional.empty());
    private final SystemPaths paths = paths(metrics);

    private SystemPaths paths(Metrics with) {
        return new SystemPaths(health, with, _ -> HttpResponse.of(299));
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/live",
                "/minio/health/live",
                "/healthz",
                "/health/ready",
                "/minio/health/ready",
                "/readyz",
                "/metrics"
            })
    void answersItsPathsOnlyWhenTheyAreReadUnsigned(String path) throws IOException {
        assertThat(paths.handle(SampleRequest.get(path)).status()).isEqualTo(200);
        assertThat(paths.handle(SampleRequest.of("HEAD", path)).status()).isEqualTo(200);
        assertThat(paths.handle(SampleRequest.get(path + "?x=1")).status()).isEqualTo(200);
        assertThat(paths.isUrgent(SampleRequest.get(path))).isTrue();
        SampleRequest signed = SampleRequest.get(path).with("Authorization", "AWS4-HMAC-SHA256 x");
        for (SampleRequest other :
                List.of(
                        SampleRequest.of("PUT", path),
                        SampleRequest.of("DELETE", path),
                        SampleRequest.get(path + "/"),
                        SampleRequest.get(path + "?X-Amz-Signature=1"),
                        SampleRequest.get(path + "?AWSAccessKeyId=1&Signature=2"),
                        signed)) {
            assertThat(paths.handle(other).status()).isEqualTo(299);
            assertThat(paths.isUrgent(other)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/metrics/x", "/minio", "/", "/health%2Flive", "//healthz"})
    void leavesAllElseToTheSurface(String path) {
        assertThat(paths.handle(SampleRequest.get(path)).status()).isEqualTo(299);
    }

    @Test
    void readyTurnsAndLiveStaysWhenItDrains() {
        health.drain();
        for (String path : List.of("/health/ready", "/minio/health/ready", "/readyz")) {
            assertThat(paths.handle(SampleRequest.get(path)).status()).isEqualTo(503);
        }
        for (String path : List.of("/health/live", "/minio/health/live", "/healthz")) {
            assertThat(paths.handle(SampleRequest.get(path)).status()).isEqualTo(200);
        }
    }

    @Test
    void metricsAskForTheirToken() throws IOException {
        try (Metrics guarded = new Metrics(Optional.of("t0ken"))) {
            SystemPaths with = paths(guarded);
            SampleRequest good =
                    SampleRequest.get("/metrics").with("Authorization", "Bearer t0ken");
            assertThat(HealthTest.text(with.handle(good))).contains("varve_http_in_flight");
            assertThatThrownBy(() -> with.handle(SampleRequest.get("/metrics")))
                    .isInstanceOf(Failed.class);
            SampleRequest bad = SampleRequest.get("/metrics").with("Authorization", "Bearer other");
            assertThatThrownBy(() -> with.handle(bad)).isInstanceOf(Failed.class);
        }
    }
}
