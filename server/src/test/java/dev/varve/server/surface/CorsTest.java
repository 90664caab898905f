package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {
    private static final CorsRule SITE =
            new CorsRule(
                    "site",
                    List.of("https://*.a.test"),
                    List.of("GET", "PUT"),
                    List.of("content-type", "x-amz-*"),
                    List.of("ETag"),
                    600,
                    true);
    private static final CorsRule ANYBODY =
            new CorsRule("", List.of("*"), List.of("GET"), List.of(), List.of(), -1, false);

    private static final CorsRules RULES = new CorsRules(List.of(SITE, ANYBODY));

    private static FakeRequest.Builder preflight(String origin, String method) {
        return FakeRequest.builder("OPTIONS", "/b/k")
                .header("origin", origin)
                .header("access-control-request-method", method);
    }

    private static Optional<HttpResponse> ask(HttpRequest request) {
        return Cors.asked(request).flatMap(asked -> Cors.preflight(RULES, asked));
    }

    @Test
    void tellsABrowserWhatTheFirstRuleThatFitsAllows() {
        HttpResponse answer =
                ask(preflight("https://x.a.test", "PUT")
                                .header(
                                        "access-control-request-headers",
                                        "X-Amz-Date, Content-Type")
                                .build())
                        .orElseThrow();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("access-control-allow-origin", ""))
                .isEqualTo("https://x.a.test");
        assertThat(answer.headers().get("access-control-allow-methods", "")).isEqualTo("GET, PUT");
        assertThat(answer.headers().get("access-control-allow-headers", ""))
                .isEqualTo("x-amz-date, content-type");
        assertThat(answer.headers().get("access-control-allow-credentials", "")).isEqualTo("true");
        assertThat(answer.headers().get("access-control-expose-headers", "")).isEqualTo("ETag");
        assertThat(answer.headers().get("access-control-max-age", "")).isEqualTo("600");
        assertThat(answer.headers().get("vary", "")).startsWith("Origin");
    }

    @Test
    void goesOnToTheNextRuleWhereHeadersDoNotFit() {
        HttpResponse answer = ask(preflight("https://x.a.test", "GET").build()).orElseThrow();
        assertThat(answer.headers().get("access-control-allow-origin", ""))
                .isEqualTo("https://x.a.test");

        HttpResponse other = ask(preflight("https://b.test", "GET").build()).orElseThrow();
        assertThat(other.headers().get("access-control-allow-origin", "")).isEqualTo("*");
        assertThat(other.headers().has("access-control-allow-credentials")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.a.test, DELETE, ''",
        "https://b.test,   PUT,    ''",
        "https://x.a.test, PUT,    authorization",
        "https://b.test,   GET,    content-type",
        "https://x.a.test, put,    ''",
        "https://x.a.test, '',     ''"
    })
    void allowsNothingElse(String origin, String method, String headers) {
        FakeRequest.Builder request = preflight(origin, method);
        if (!headers.isEmpty()) {
            request.header("access-control-request-headers", headers);
        }
        assertThat(ask(request.build())).isEmpty();
    }

    @Test
    void takesTwoOriginsForNone() {
        HttpRequest request =
                preflight("https://x.a.test", "PUT").addHeader("origin", "https://evil").build();

        assertThat(ask(request)).isEmpty();
    }

    @Test
    void readsSoManyHeadersAndNoMore() {
        String many = String.join(",", Collections.nCopies(201, "x-amz-a"));

        assertThat(
                        ask(
                                preflight("https://x.a.test", "PUT")
                                        .header("access-control-request-headers", many)
                                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    https://x.a.test, https://x.a.test",
        "PUT,    https://x.a.test, https://x.a.test",
        "GET,    https://b.test,   *",
        "PUT,    https://b.test,   ''",
        "DELETE, https://x.a.test, ''",
        "HEAD,   https://x.a.test, ''"
    })
    void addsToAnswersWhatTheirRuleSays(String method, String origin, String allowed) {
        HttpResponse response = HttpResponse.of(200);
        Cors.answer(
                RULES,
                FakeRequest.builder(method, "/b/k").header("origin", origin).build(),
                response);

        assertThat(response.headers().get("access-control-allow-origin", "")).isEqualTo(allowed);
        assertThat(response.headers().get("vary", "")).startsWith("Origin");
    }

    @Test
    void keepsCachesApartEvenForRequestsOfNoOrigin() {
        HttpResponse response = HttpResponse.of(200);
        Cors.answer(RULES, FakeRequest.builder("GET", "/b/k").build(), response);

        assertThat(response.headers().get("vary", "")).startsWith("Origin");
        assertThat(response.headers().has("access-control-allow-origin")).isFalse();
    }

    @Test
    void saysNothingWhereThereAreNoRules() {
        HttpResponse response = HttpResponse.of(200);
        Cors.answer(
                CorsRules.NONE,
                FakeRequest.builder("GET", "/b/k").header("origin", "https://a.test").build(),
                response);

        assertThat(response.headers().names()).isEmpty();
    }

    @Test
    void findsRulesInSettingsAsTheyWereSet() {
        BucketSettings settings =
                BucketSettings.DEFAULT.withDocuments(
                        new TreeMap<>(Map.of(CorsRules.DOCUMENT, RULES.document().orElseThrow())));

        assertThat(CorsRules.of(settings)).isEqualTo(RULES);
        assertThat(CorsRules.of(BucketSettings.DEFAULT)).isEqualTo(CorsRules.NONE);
    }

    /// Bytes that are in journals: fields may be added, none may change.
    @Test
    void readsWhatOlderReleasesWrote() {
        Bytes written =
                Bytes.utf8(
                        "[{\"id\":\"site\",\"origins\":[\"https://*.a.test\"],\"methods\":[\"GET\",\"PUT\"],"
                                + "\"headers\":[\"content-type\",\"x-amz-*\"],\"exposed\":[\"ETag\"],"
                                + "\"max_age\":600,\"credentials\":true}]");

        assertThat(CorsCodec.read(written)).isEqualTo(new CorsRules(List.of(SITE)));
        assertThat(CorsCodec.write(new CorsRules(List.of(SITE)))).isEqualTo(written);
    }

    @Test
    void limitsRulesAndTheirBytes() {
        List<CorsRule> tooMany = Collections.nCopies(CorsRules.MOST + 1, ANYBODY);
        assertThat(new CorsRules(tooMany.subList(1, tooMany.size())).document()).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> new CorsRules(tooMany));

        List<String> origins = Collections.nCopies(100, "https://" + "a".repeat(200));
        List<CorsRule> large = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            large.add(new CorsRule("", origins, List.of("GET"), List.of(), List.of(), -1, false));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorsRules(large).document())
                .withMessageContaining("bytes");
    }
}
