package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.Headers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketCorsTest {
    private static final String RULES =
            "<CORSConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                    + "<CORSRule><ID>site</ID><AllowedOrigin>https://*.a.test</AllowedOrigin>"
                    + "<AllowedMethod>PUT</AllowedMethod><AllowedMethod>POST</AllowedMethod>"
                    + "<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>"
                    + "<MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule>"
                    + "<CORSRule><AllowedOrigin>*</AllowedOrigin>"
                    + "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";

    @TempDir private Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory);
        kit.bucket("bucket");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told send(SentRequest request) {
        return kit.send(request.by("alice"));
    }

    private void setRules() {
        send(SentRequest.of("PUT", "/bucket?cors").body(RULES)).is(200);
    }

    private static SentRequest preflight(String path, String origin, String method) {
        return SentRequest.of("OPTIONS", path)
                .header("origin", origin)
                .header("access-control-request-method", method);
    }

    @Test
    void givesBackTheRulesThatWereSet() {
        setRules();

        String told = send(SentRequest.of("GET", "/bucket?cors")).is(200).body();
        assertThat(told)
                .contains("<ID>site</ID>", "<AllowedOrigin>https://*.a.test</AllowedOrigin>")
                .contains("<MaxAgeSeconds>3000</MaxAgeSeconds>", "<ExposeHeader>ETag<")
                .doesNotContain("Credentials");
        send(SentRequest.of("PUT", "/bucket?cors").body(told)).is(200);
        assertThat(send(SentRequest.of("GET", "/bucket?cors")).body()).isEqualTo(told);
        send(SentRequest.of("DELETE", "/bucket?cors")).is(204);
        send(SentRequest.of("GET", "/bucket?cors")).refused(404, "NoSuchCORSConfiguration");
    }

    @Test
    void isForTheOwnerOfTheBucketOnly() {
        kit.send(SentRequest.of("PUT", "/bucket?cors").by("bob").body(RULES))
                .refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/bucket?cors").by("bob")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("DELETE", "/bucket?cors")).refused(403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<CORSConfiguration/>",
                "<Other/>",
                "<CORSConfiguration><Other/></CORSConfiguration>",
                "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin>"
                        + "<AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>x</MaxAgeSeconds>"
                        + "</CORSRule></CORSConfiguration>"
            })
    void refusesWhatIsNoDocument(String document) {
        send(SentRequest.of("PUT", "/bucket?cors").body(document)).refused(400, "MalformedXML");
    }

    @ParameterizedTest
    @CsvSource({
        "*,        '',     AllowedMethod",
        "'',       GET,    AllowedOrigin",
        "h*t*p,    GET,    AllowedOrigin",
        "*,        PATCH,  PATCH",
        "*,        OPTIONS,AllowedMethod"
    })
    void refusesRulesThatCannotBe(String origin, String method, String named) {
        String rule =
                "<CORSConfiguration><CORSRule><AllowedOrigin>"
                        + origin
                        + "</AllowedOrigin>"
                        + (method.isEmpty() ? "" : "<AllowedMethod>" + method + "</AllowedMethod>")
                        + "</CORSRule></CORSConfiguration>";

        Told told = send(SentRequest.of("PUT", "/bucket?cors").body(rule));
        told.refused(400, "InvalidRequest");
        assertThat(told.body()).contains(named);
    }

    @Test
    void allowsNothingByDefault() {
        kit.send(preflight("/bucket/key", "https://x.a.test", "GET"))
                .refused(403, "AccessForbidden");
        kit.send(preflight("/missing/key", "https://x.a.test", "GET"))
                .refused(403, "AccessForbidden");
        Headers headers =
                send(SentRequest.of("GET", "/bucket").header("origin", "https://x.a.test"))
                        .is(200)
                        .headers();
        assertThat(headers.has("access-control-allow-origin")).isFalse();
        assertThat(headers.has("vary")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/bucket/key,                        https://x.a.test, PUT,    https://x.a.test",
        "/bucket/key?uploads,                https://x.a.test, POST,   https://x.a.test",
        "/bucket/key?uploadId=1&partNumber=1, https://x.a.test, PUT,   https://x.a.test",
        "/bucket/key,                        https://b.test,   GET,    *",
        "/bucket,                            https://b.test,   GET,    *",
        "/bucket/key,                        https://b.test,   PUT,    ''",
        "/bucket/key,                        https://x.a.test, DELETE, ''"
    })
    void answersPreflightsByTheRules(String path, String origin, String method, String allowed) {
        setRules();
        Told told =
                kit.send(
                        preflight(path, origin, method)
                                .header(
                                        "access-control-request-headers",
                                        method.equals("GET") ? "" : "Authorization"));
        if (allowed.isEmpty()) {
            told.refused(403, "AccessForbidden");
            assertThat(told.headers().has("access-control-allow-origin")).isFalse();
        } else {
            assertThat(told.is(200).headers().get("access-control-allow-origin", ""))
                    .isEqualTo(allowed);
            assertThat(told.body()).isEmpty();
        }
    }

    @Test
    void needsMethodAndOriginForAPreflight() {
        setRules();

        kit.send(SentRequest.of("OPTIONS", "/bucket/key").header("origin", "https://x.a.test"))
                .refused(400, "BadRequest");
        kit.send(SentRequest.of("OPTIONS", "/bucket/key")).refused(400, "BadRequest");
    }

    @Test
    void letsPagesSeeAnswersAndErrorsAlike() {
        setRules();

        Told missing =
                send(SentRequest.of("GET", "/bucket/none").header("origin", "https://b.test"));
        missing.refused(404, "NoSuchKey");
        assertThat(missing.headers().get("access-control-allow-origin", "")).isEqualTo("*");
        Told nobody =
                kit.send(SentRequest.of("GET", "/bucket/none").header("origin", "https://b.test"));
        nobody.refused(403, "AccessDenied");
        assertThat(nobody.headers().get("access-control-allow-origin", "")).isEqualTo("*");
    }

    @Test
    void answersPagesThatNoRuleIsForWithoutTheseHeaders() {
        setRules();

        Told told =
                send(
                        SentRequest.of("PUT", "/bucket/key")
                                .header("origin", "https://b.test")
                                .body("x"));
        told.is(200);
        assertThat(told.headers().has("access-control-allow-origin")).isFalse();
        assertThat(told.headers().get("vary", "")).startsWith("Origin");
    }
}
