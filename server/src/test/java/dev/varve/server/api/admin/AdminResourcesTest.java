package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Told;
import dev.varve.server.http.ops.LogLevel;
import dev.varve.server.store.SettingsChange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminResourcesTest {
    private static final InfoResource.About INFO =
            new InfoResource.About(
                    "1.2",
                    "local",
                    new InfoResource.Cluster("standalone", "c", "n", 0),
                    "here",
                    List.of("api"),
                    List.of("quota"),
                    new InfoResource.Limits(1, 2, 3, 4, 5, 6, 7, 8));

    private final LogLevel level = LogLevel.now();
    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit =
                ApiKit.open(
                        directory,
                        new InfoResource(() -> INFO),
                        new ConfigResource(
                                List.of(new ConfigResource.Entry("metrics.token", "***", "env"))),
                        new LogLevelResource());
    }

    @AfterEach
    void close() {
        level.apply();
        kit.close();
    }

    private Told root(String method, String path) {
        return kit.request(method, path).by("root").send();
    }

    @Test
    void tellsAnyKeyWhatTheServerIs() {
        JsonNode told = kit.send("GET", "/v1/info").is(200).json();

        assertThat(told.at("/version").asText()).isEqualTo("1.2");
        assertThat(told.at("/ack").asText()).isEqualTo("local");
        assertThat(told.at("/limits/object_bytes").asLong()).isEqualTo(1);
        assertThat(told.at("/surfaces/0").asText()).isEqualTo("api");
    }

    /// A bucket that anybody may read opens its objects, and nothing else.
    @Test
    void tellsNobodyWithoutAKey() {
        kit.bucket("photos");
        BucketName photos = new BucketName("photos");
        BucketSettings before = kit.store("alice").buckets().find(photos).orElseThrow().settings();
        SettingsChange open = new SettingsChange.Replace(before, before.withPublicRead(true));
        kit.store("alice").buckets().change(photos, open).orThrow();

        kit.request("GET", "/v1/info").send().refused(401, "Unauthenticated");
        kit.request("HEAD", "/v1/info").send().is(401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/config",
        "HEAD, /v1/config",
        "GET,  /v1/log-level",
        "PUT,  /v1/log-level"
    })
    void isForOperatorsOnly(String method, String path) {
        kit.request(method, path).by("alice").body("{}").send().is(403);
        kit.request(method, path).body("{}").send().is(401);
    }

    @Test
    void tellsOperatorsOfTheConfiguration() {
        JsonNode entry = root("GET", "/v1/config").is(200).json().at("/settings/0");

        assertThat(entry.at("/key").asText()).isEqualTo("metrics.token");
        assertThat(entry.at("/value").asText()).isEqualTo("***");
        assertThat(entry.at("/origin").asText()).isEqualTo("env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "warn", "info", "debug", "trace"})
    void changesHowMuchIsLogged(String word) {
        kit.request("PUT", "/v1/log-level")
                .by("root")
                .body("{\"level\":\"" + word + "\"}")
                .send()
                .is(200);

        assertThat(root("GET", "/v1/log-level").is(200).text("/level")).isEqualTo(word);
        assertThat(LogLevel.now().word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"level":"loud"} | InvalidArgument
                    {"level":"INFO"} | InvalidArgument
                    {}               | InvalidArgument
                    {"level":5}      | MalformedJSON
                    {"logger":"x"}   | MalformedJSON
                    """)
    void refusesLevelsThatAreNone(String body, String code) {
        kit.request("PUT", "/v1/log-level").by("root").body(body).send().refused(400, code);

        assertThat(LogLevel.now()).isEqualTo(level);
    }
}
