package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.varve.server.api.DocsResource;
import dev.varve.server.auth.VirtualHosts;
import dev.varve.server.config.ListenAddress;
import dev.varve.server.config.ListenerSettings;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortGateTest {
    private static final Handler OK = _ -> HttpResponse.of(200);

    /// Deletes whatever its method says.
    private static final Handler DELETING =
            new Handler() {
                @Override
                public HttpResponse handle(HttpRequest request) {
                    return HttpResponse.of(200);
                }

                @Override
                public Set<Verb> verbs(HttpRequest request) {
                    return request.rawPath().endsWith("/delete") ? Set.of(Verb.DELETE) : Set.of();
                }
            };

    private static PortGate gate(Set<Surface> surfaces, Set<Verb> verbs) {
        ListenerSettings port =
                new ListenerSettings(
                        ListenAddress.parse("127.0.0.1:0"), surfaces, verbs, Optional.empty());
        Surfaces behind =
                new Surfaces(
                        DELETING,
                        DELETING,
                        DELETING,
                        new DocsResource(List.of()),
                        new VirtualHosts(List.of("s3.test")));
        return new PortGate(port, behind, OK);
    }

    private static boolean passes(PortGate gate, HttpRequest request) {
        try {
            return gate.handle(request).status() == 200;
        } catch (Failed e) {
            assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            return false;
        }
    }

    private static HttpRequest request(String host, String method, String path) {
        return FakeRequest.builder(method, path).header("host", host).build();
    }

    @ParameterizedTest
    @CsvSource({
        "h,              /bucket/key,     S3",
        "h,              /,               S3",
        "h,              /v1/buckets,     API",
        "h,              /v1,             API",
        "h,              /v1x,            S3",
        "h,              /openapi.json,   API",
        "photos.s3.test, /openapi.json,   S3",
        "photos.s3.test, /v1/buckets,     S3",
        "h,              /health/live,    HEALTH",
        "h,              /readyz,         HEALTH",
        "h,              /metrics,        METRICS",
        "h,              /metrics/key,    S3"
    })
    void letsInWhatThePortIsForAndNothingElse(String host, String path, Surface surface) {
        Set<Verb> verbs = EnumSet.allOf(Verb.class);
        Set<Surface> others = EnumSet.complementOf(EnumSet.of(surface));

        assertThat(passes(gate(Set.of(surface), verbs), request(host, "GET", path))).isTrue();
        assertThat(passes(gate(others, verbs), request(host, "GET", path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /bucket/key, READ",
        "HEAD, /bucket/key, READ",
        "OPTIONS, /bucket/key, READ",
        "PUT, /bucket/key, WRITE",
        "POST, /bucket, WRITE",
        "PATCH, /v1/buckets/b/settings, WRITE",
        "DELETE, /bucket/key, DELETE",
        "FOO, /bucket/key, WRITE"
    })
    void letsInWhatThePortMayDoAndNothingElse(String method, String path, Verb verb) {
        Set<Surface> surfaces = EnumSet.allOf(Surface.class);

        assertThat(passes(gate(surfaces, Set.of(verb)), request("h", method, path))).isTrue();
        assertThat(
                        passes(
                                gate(surfaces, EnumSet.complementOf(EnumSet.of(verb))),
                                request("h", method, path)))
                .isFalse();
    }

    @Test
    void asksTheSurfaceWhatElseARequestDoes() {
        Set<Surface> surfaces = EnumSet.allOf(Surface.class);
        HttpRequest request = request("h", "POST", "/v1/buckets/b/delete");

        assertThat(passes(gate(surfaces, Set.of(Verb.WRITE)), request)).isFalse();
        assertThat(passes(gate(surfaces, Set.of(Verb.WRITE, Verb.DELETE)), request)).isTrue();
        assertThat(passes(gate(surfaces, EnumSet.allOf(Verb.class)), request)).isTrue();
    }

    @Test
    void saysWhatThePortIsNotFor() {
        PortGate gate = gate(Set.of(Surface.S3), Set.of(Verb.READ));

        assertThatExceptionOfType(Failed.class)
                .isThrownBy(() -> gate.handle(request("h", "GET", "/metrics")))
                .withMessageContaining(Surface.METRICS.name().toLowerCase(Locale.ROOT));
    }
}
