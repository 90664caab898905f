package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Action;
import dev.varve.server.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects are for pages by the rules of their bucket, everything by the server's own setting.
class ApiCorsTest {
    private static final String RULES =
            "{\"cors\":[{\"allowed_origins\":[\"https://app.test\"],"
                    + "\"allowed_methods\":[\"GET\",\"PUT\"],\"allowed_headers\":[\"*\"]}]}";

    @TempDir private Path directory;
    private ApiKit kit;

    /// Stands for objects, which are somebody else's to test.
    private static List<Endpoint> objects() {
        return List.of(
                row("GET", "/v1/buckets/{bucket}/objects", "list", Action.LIST),
                row("GET", "/v1/buckets/{bucket}/objects/{key...}", "get", Action.READ_OBJECT),
                row("PUT", "/v1/buckets/{bucket}/objects/{key...}", "put", Action.WRITE_OBJECT));
    }

    private static Endpoint row(String method, String path, String name, Action action) {
        return Endpoint.of(method, path, name, action, _ -> HttpResponse.of(204));
    }

    @BeforeEach
    void open() {
        kit =
                ApiKit.open(
                        directory,
                        List.of("https://*.console.test"),
                        new SettingsResource(),
                        ApiCorsTest::objects);
        kit.bucket("photos");
        kit.send("PATCH", "/v1/buckets/photos/settings", RULES).is(200);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told preflight(String path, String origin, String method) {
        return kit.request("OPTIONS", path)
                .header("origin", origin)
                .header("access-control-request-method", method)
                .header("access-control-request-headers", "authorization,x-any")
                .send();
    }

    @ParameterizedTest
    @CsvSource({
        "objects/a/b.jpg, https://app.test,       PUT,    200",
        "objects/a/b.jpg, https://app.test,       GET,    200",
        "objects,         https://app.test,       GET,    200",
        "objects/a/b.jpg, https://app.test,       DELETE, 403",
        "objects/a/b.jpg, https://other.test,     PUT,    403",
        "settings,        https://app.test,       GET,    403",
        "objects/a/b.jpg, https://a.console.test, DELETE, 200",
        "settings,        https://a.console.test, PATCH,  200",
        "settings,        https://console.test,   PATCH,  403"
    })
    void letsPagesAskByTheRules(String path, String origin, String method, int status) {
        Told told = preflight("/v1/buckets/photos/" + path, origin, method);
        if (status == 200) {
            assertThat(told.is(200).headers().get("access-control-allow-origin", ""))
                    .isEqualTo(origin);
            assertThat(told.headers().get("access-control-allow-headers", ""))
                    .isEqualTo("authorization, x-any");
            assertThat(told.headers().has("access-control-allow-credentials")).isFalse();
        } else {
            told.refused(403, "AccessForbidden");
        }
    }

    @Test
    void tellsNothingOfBucketsThatAreNotThere() {
        preflight("/v1/buckets/none/objects/k", "https://app.test", "GET")
                .refused(403, "AccessForbidden");
        preflight("/v1/buckets/%ff/objects/k", "https://app.test", "GET")
                .refused(403, "AccessForbidden");
    }

    @Test
    void exposesHeadersThatPagesNeed() {
        Told told =
                kit.request("GET", "/v1/buckets/photos/settings")
                        .by("alice")
                        .header("origin", "https://a.console.test")
                        .send()
                        .is(200);

        assertThat(told.headers().get("access-control-allow-origin", ""))
                .isEqualTo("https://a.console.test");
        assertThat(told.headers().get("access-control-expose-headers", ""))
                .contains("ETag", "Upload-Offset", "Location");
        assertThat(told.headers().get("vary", "")).contains("Origin");
    }

    @Test
    void addsRulesOfTheBucketToItsObjectsAndErrors() {
        Told found =
                kit.request("GET", "/v1/buckets/photos/objects/k")
                        .by("alice")
                        .header("origin", "https://app.test")
                        .send();
        assertThat(found.headers().get("access-control-allow-origin", ""))
                .isEqualTo("https://app.test");
        Told refused =
                kit.request("GET", "/v1/buckets/photos/objects/k")
                        .header("origin", "https://app.test")
                        .send();
        refused.refused(401, "Unauthenticated");
        assertThat(refused.headers().get("access-control-allow-origin", ""))
                .isEqualTo("https://app.test");
    }

    @Test
    void leavesOptionsThatAreNoPreflightToTheTable() {
        kit.request("OPTIONS", "/v1/buckets/photos/settings")
                .send()
                .refused(405, "MethodNotAllowed");
    }

    @Test
    void isForNobodyByDefault(@TempDir Path other) {
        try (ApiKit closed = ApiKit.open(other, new SettingsResource())) {
            closed.request("OPTIONS", "/v1/buckets/photos/settings")
                    .header("origin", "https://a.console.test")
                    .header("access-control-request-method", "GET")
                    .send()
                    .refused(403, "AccessForbidden");
        }
    }
}
