package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.auth.Action;
import dev.varve.server.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsResourceTest {
    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit = ApiKit.openAll(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told unsigned(String path) {
        return kit.request("GET", path).send().is(200);
    }

    @Test
    void tellsOfTheApiToAnybody() {
        Told json = unsigned("/v1/openapi.json");
        Told yaml = unsigned("/v1/openapi.yaml");

        assertThat(json.text("/openapi")).isEqualTo("3.1.0");
        assertThat(json.headers().get("content-type", "")).isEqualTo("application/json");
        assertThat(yaml.headers().get("content-type", "")).isEqualTo("application/yaml");
        assertThat(yaml.body()).isEqualTo(Yaml.of(json.json()));
    }

    @Test
    void refusesKeyThatIsUnknownHereToo() {
        kit.request("GET", "/v1/docs").by("mallory").send().refused(401, "InvalidAccessKeyId");
    }

    @Test
    void pageHasEveryOperation() {
        JsonNode document = unsigned("/v1/openapi.json").json();
        String page = unsigned("/v1/docs").body();

        document.path("paths")
                .forEach(path ->
                        path.forEach(operation -> {
                            String name = operation.path("operationId").asText();
                            assertThat(page).containsOnlyOnce("<article id=" + name + ">");
                            assertThat(page).contains("href=#" + name + ">");
                            String summary = operation.path("summary").asText();
                            assertThat(page).contains(new Html().prose(summary).toString());
                        }));
        assertThat(document.at("/components/responses").properties())
                .allSatisfy(each ->
                        assertThat(page)
                                .contains(
                                        new Html()
                                                .prose(each.getValue().path("description").asText())
                                                .toString()));
    }

    /// Nothing to load, nothing to run, and a policy that would let nothing in.
    @Test
    void pageStandsAlone() throws Exception {
        Told told = unsigned("/v1/docs");
        String page = told.body();
        Matcher links = Pattern.compile("(?:href|src|action)=\"?([^\\s>\"]+)").matcher(page);

        assertThat(links.results().map(link -> link.group(1)).filter(link -> !link.startsWith("#")))
                .containsExactly("openapi.json", "openapi.yaml");
        assertThat(page)
                .doesNotContainIgnoringCase("<script")
                .doesNotContainIgnoringCase("<link")
                .doesNotContainIgnoringCase("<img")
                .doesNotContainIgnoringCase("@import")
                .doesNotContainIgnoringCase("url(")
                .doesNotContainPattern("<[^>]* (?i:on\\w+|style)=");
        assertThat(told.headers().get("content-security-policy", ""))
                .startsWith("default-src 'none'; style-src 'sha256-" + styleHash(page) + "';");
    }

    private static String styleHash(String page) throws Exception {
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(hash);
    }

    @Test
    void pageTellsOfFieldsAndHowToCall() {
        assertThat(unsigned("/v1/docs").body())
                .contains("curl -u &quot;$ID:$SECRET&quot; -X POST &quot;$VARVE/v1/buckets&quot;")
                .contains("<code>object_lock</code>")
                .contains("BucketAlreadyExists");
    }

    @Test
    void pageEscapesWhatItTells() {
        Resource odd =
                () ->
                        List.of(
                                Endpoint.of(
                                                "GET",
                                                "/v1/odd",
                                                "odd",
                                                Action.LIST_BUCKETS,
                                                _ -> HttpResponse.of(204))
                                        .summary("<script>alert('x')</script> & \"more\" `a<b`")
                                        .answersNothing(204));

        assertThat(ReferencePage.of(OpenApi.of(List.of(odd))))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
                .contains("<code>a&lt;b</code>");
    }
}
