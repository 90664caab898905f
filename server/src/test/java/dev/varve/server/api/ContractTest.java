package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.http.Headers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table and the document say the same, both ways, and what checks answers can see what is wrong.
class ContractTest {
    private static final Contract CONTRACT = Contract.of(List.of(new BucketsResource(() -> 1)));

    @TempDir private Path directory;

    private static Set<String> documented(ApiKit kit) {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path :
                kit.contract.document().path("paths").properties()) {
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(method ->
                            all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
        return all;
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedOperationAnswers() {
        try (ApiKit kit = ApiKit.openAll(directory)) {
            Set<String> routes = new TreeSet<>();
            for (Endpoint row : new Endpoints(kit.resources).rows()) {
                routes.add(row.method() + " " + row.path().openApi());
            }

            assertThat(documented(kit)).isEqualTo(routes);
            kit.bucket("photos");
            assertThat(routes).allSatisfy(route -> answers(kit, route));
        }
    }

    private static void answers(ApiKit kit, String route) {
        int blank = route.indexOf(' ');
        String path =
                route.substring(blank + 1)
                        .replace("{bucket}", "photos")
                        .replace("{key}", "cat.jpg")
                        .replaceAll("\\{\\w+}", "x");
        Told told = kit.send(route.substring(0, blank), path);

        assertThat(told.status()).isNotIn(405, 500, 501);
        assertThat(told.body()).doesNotContain("\"code\":\"NoSuchResource\"");
    }

    private static Told told(int status, String type, String body) {
        return new Told(status, new Headers().set("content-type", type), body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    GET  | /v1/buckets   | 299 | application/json | {}                    | the status is not documented: 299
                    GET  | /v1/buckets   | 200 | text/plain       | {}                    | the media type is not documented: text/plain
                    GET  | /v1/buckets   | 200 | application/json | {}                    | /buckets is missing
                    GET  | /v1/buckets   | 200 | application/json | {"buckets":[{}]}      | /buckets/0/name is missing
                    GET  | /v1/buckets   | 200 | application/json | {"buckets":[],"x":1}  | /x is not in the schema
                    GET  | /v1/buckets   | 200 | application/json | {"buckets":           | the body is no JSON
                    GET  | /v1/buckets   | 200 | application/json | ``                    | there is no body
                    PUT  | /v1/buckets   | 200 | application/json | {}                    | the status is not documented: 200
                    GET  | /v1/elsewhere | 200 | application/json | {}                    | the status is not documented: 200
                    """)
    void findsWhatIsNotDocumented(
            String method, String path, int status, String type, String body, String expected) {
        assertThat(CONTRACT.wrong(method, path, told(status, type, body))).contains(expected);
    }

    @Test
    void findsProblemThatIsNotOfTheOperation() {
        String problem =
                """
                {"type":"urn:varve:problem:%1$s","title":"x","status":409,"detail":"x","code":"%1$s",
                "request_id":"1"}
                """;
        Told known = told(409, Problem.TYPE, problem.formatted("BucketAlreadyExists"));
        Told other = told(409, Problem.TYPE, problem.formatted("NotDeleted"));

        assertThat(CONTRACT.wrong("POST", "/v1/buckets", known)).isEmpty();
        assertThat(CONTRACT.wrong("POST", "/v1/buckets", other))
                .singleElement()
                .asString()
                .startsWith("/code \"NotDeleted\" is none of");
    }
}
