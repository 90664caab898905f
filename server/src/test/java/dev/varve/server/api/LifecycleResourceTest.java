package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.SettingsChange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleResourceTest {
    private static final String PATH = "/v1/buckets/photos/lifecycle";

    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit =
                ApiKit.open(
                        directory,
                        new BucketsResource(() -> kit.varve.newDedupDomain()),
                        new LifecycleResource());
        kit.bucket("photos");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private JsonNode rules() {
        return kit.send("GET", PATH).is(200).json().path("rules");
    }

    @Test
    void givesBackTheRulesThatWereSet() {
        String rules =
                "[{\"id\":\"logs\",\"enabled\":true,\"filter\":{\"prefix\":\"logs/\","
                        + "\"tags\":{\"a\":\"b\"},\"larger_than\":0,\"smaller_than\":100},"
                        + "\"expire\":{\"after_days\":30,\"delete_markers\":false}},"
                        + "{\"id\":\"old\",\"enabled\":false,"
                        + "\"noncurrent\":{\"after_days\":7,\"keep\":5},"
                        + "\"abort_uploads_after_days\":3},"
                        + "{\"id\":\"end\",\"enabled\":true,\"expire\":{\"on_date\":\"2030-12-31\","
                        + "\"delete_markers\":false}},"
                        + "{\"id\":\"markers\",\"enabled\":true,"
                        + "\"expire\":{\"delete_markers\":true}}]";

        kit.send("PUT", PATH, "{\"rules\":" + rules + "}").is(200);

        assertThat(rules()).hasToString(rules);
    }

    @Test
    void hasNoRulesUntilThereAreSomeAndAfterTheyEnd() {
        assertThat(rules()).isEmpty();
        kit.send("PUT", PATH, "{\"rules\":[{\"expire\":{\"after_days\":1}}]}").is(200);
        assertThat(rules().at("/0/id").asText()).hasSize(36);
        assertThat(rules().at("/0/enabled").asBoolean()).isTrue();

        kit.send("DELETE", PATH).is(204);
        assertThat(rules()).isEmpty();
        kit.send("GET", "/v1/buckets/none/lifecycle").refused(404, "NoSuchBucket");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; MalformedJSON; rules",
                "{\"rules\":[null]}; InvalidArgument; rules[0]",
                "{\"rules\":[{}]}; InvalidArgument; rules[0]",
                "{\"rules\":[{\"expire\":{}}]}; InvalidArgument; 'expire' has one of",
                "{\"rules\":[{\"expire\":{\"after_days\":0}}]}; InvalidArgument; expire.after_days",
                "{\"rules\":[{\"expire\":{\"after_days\":1,\"on_date\":\"2030-01-01\"}}]};"
                        + " InvalidArgument; 'expire' has one of",
                "{\"rules\":[{\"expire\":{\"on_date\":\"soon\"}}]}; InvalidArgument; on_date",
                "{\"rules\":[{\"noncurrent\":{}}]}; InvalidArgument; noncurrent.after_days",
                "{\"rules\":[{\"noncurrent\":{\"after_days\":1,\"keep\":101}}]};"
                        + " InvalidArgument; 100",
                "{\"rules\":[{\"abort_uploads_after_days\":0}]}; InvalidArgument;"
                        + " abort_uploads_after_days",
                "{\"rules\":[{\"abort_uploads_after_days\":1,\"filter\":{\"tags\":{\"a\":\"b\"}}}]};"
                        + " InvalidArgument; Tags",
                "{\"rules\":[{\"id\":\"a\",\"expire\":{\"after_days\":1}},"
                        + "{\"id\":\"a\",\"expire\":{\"after_days\":2}}]}; InvalidArgument; unique",
                "{\"rules\":[{\"expire\":{\"after_days\":1},\"filter\":{\"tags\":{\"\":\"b\"}}}]};"
                        + " InvalidArgument; TagKey",
                "{\"rules\":[{\"transition\":{}}]}; MalformedJSON; transition"
            })
    void refusesRulesThatCannotBe(String body, String code, String text) {
        Told told = kit.send("PUT", PATH, body);
        told.refused(400, code);
        assertThat(told.body()).contains(text);
        assertThat(rules()).isEmpty();
    }

    @Test
    void isChangedByTheOwnerOfTheBucketOnly() {
        kit.request("PUT", PATH)
                .by("bob")
                .body("{\"rules\":[]}")
                .send()
                .refused(403, "AccessDenied");
        kit.request("DELETE", PATH).by("bob").send().refused(403, "AccessDenied");
    }

    private JsonNode preview(String body) {
        return kit.send("POST", PATH + "/preview", body).is(200).json();
    }

    @Test
    void listsWhatWouldGoAndWhenAndTakesNothing() {
        BucketName photos = new BucketName("photos");
        kit.store("alice")
                .buckets()
                .change(photos, new SettingsChange.SetVersioning(Versioning.ENABLED))
                .orThrow();
        for (String key : List.of("a", "b", "b", "gone")) {
            kit.store("alice")
                    .put(PutRequest.of(photos, ObjectKey.of(key), Body.of(new byte[7])))
                    .orThrow();
        }
        kit.store("alice").delete(photos, ObjectKey.of("gone")).orThrow();
        kit.store("alice").uploads().create(photos, ObjectKey.of("u")).orThrow();
        String rules =
                "\"rules\":[{\"id\":\"r\",\"expire\":{\"after_days\":3},"
                        + "\"noncurrent\":{\"after_days\":1},\"abort_uploads_after_days\":2}]";

        JsonNode first = preview("{" + rules + "}");
        String next = first.at("/next").asText();

        assertThat(first.at("/going").findValuesAsText("what"))
                .containsExactly("object", "object", "noncurrent-version", "noncurrent-version");
        assertThat(first.at("/going/0/size").asInt()).isEqualTo(7);
        assertThat(first.at("/going/0/version").asText()).hasSize(32);
        assertThat(Instant.parse(first.at("/going/0/at").asText()))
                .isEqualTo(Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(4)));
        assertThat(first.at("/going").findValuesAsText("rule")).containsOnly("r");
        assertThat(all("{" + rules, next)).containsExactly("upload");
        Instant soon = Instant.now().plus(Duration.ofDays(3));
        assertThat(preview("{" + rules + ",\"until\":\"" + soon + "\"}").at("/going")).hasSize(2);
        assertThat(preview("{}").at("/going")).isEmpty();
        assertThat(rules()).isEmpty();
        kit.send("POST", PATH + "/preview", "{\"cursor\":\"AAAA\"}")
                .refused(400, "InvalidArgument");
    }

    /// What all pages behind a cursor tell of.
    private List<String> all(String rules, String from) {
        List<String> what = new ArrayList<>();
        String next = from;
        for (int pages = 0; !next.isEmpty() && pages < 10; pages++) {
            JsonNode page = preview(rules + ",\"cursor\":\"" + next + "\"}");
            what.addAll(page.at("/going").findValuesAsText("what"));
            next = page.at("/next").asText();
        }
        return what;
    }
}
