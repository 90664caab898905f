package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsResourceTest {
    private static final String PATH = "/v1/buckets/photos/settings";

    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit =
                ApiKit.open(
                        directory,
                        new BucketsResource(() -> kit.varve.newDedupDomain()),
                        new SettingsResource());
        kit.bucket("photos");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told patch(String patch) {
        return kit.send("PATCH", PATH, patch);
    }

    private BucketSettings settings() {
        return kit.store("alice").buckets().find(new BucketName("photos")).orElseThrow().settings();
    }

    private long changes() {
        long count = 0;
        try (JournalCursor cursor = kit.varve.journal().read(new Position(0))) {
            for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
                count += next.event() instanceof Event.BucketSettingsChanged ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void tellsWhatHoldsAndWhereItIsFrom() {
        JsonNode told = kit.send("GET", PATH).is(200).json();

        assertThat(told.at("/versioning").asText()).isEqualTo("off");
        assertThat(told.at("/history_window_seconds").asLong()).isEqualTo(86_400);
        assertThat(told.at("/quota/bytes").asLong()).isEqualTo(-1);
        assertThat(told.at("/object_lock/enabled").asBoolean(true)).isFalse();
        assertThat(told.at("/tags")).isEmpty();
        assertThat(told.at("/cors")).isEmpty();
        assertThat(told.at("/dedup").asText()).isEqualTo("shared");
        assertThat(told.at("/origins")).allMatch(origin -> origin.asText().equals("default"));
        assertThat(told.at("/origins")).hasSize(10);
        assertThat(told.at("/bytes_window_seconds").asLong()).isEqualTo(-1);
    }

    @Test
    void bytesOfHistoryMayGoBeforeItDoes() {
        JsonNode told = patch("{\"bytes_window_seconds\":0}").is(200).json();
        assertThat(told.at("/bytes_window_seconds").asLong()).isZero();
        assertThat(told.at("/origins/bytes_window_seconds").asText()).isEqualTo("bucket");
        assertThat(settings().bytesWindow()).isZero();
        patch("{\"history_window_seconds\":60}").is(200);
        assertThat(settings().bytesWindow()).isZero();
        patch("{\"bytes_window_seconds\":-1}").is(200);
        assertThat(settings().bytesWindow()).isNull();
        patch("{\"bytes_window_seconds\":60}").is(200);
        patch("{\"history_window_seconds\":30}").is(200);
        assertThat(settings().bytesWindow()).hasSeconds(60);
        patch("{\"bytes_window_seconds\":null,\"history_window_seconds\":null}").is(200);
        assertThat(settings()).isEqualTo(BucketSettings.DEFAULT);
    }

    @Test
    void changesManySettingsInOneEvent() {
        JsonNode told =
                patch(
                                """
                                {"versioning":"enabled","history_window_seconds":3600,
                                 "quota":{"bytes":1000},"tags":{"team":"ops"},
                                 "public_read":true,
                                 "object_lock":{"enabled":true,"mode":"governance","days":30},
                                 "cors":[{"allowed_origins":["https://a.test"],"allowed_methods":["GET"],
                                          "max_age_seconds":60,"allow_credentials":true}]}
                                """)
                        .is(200)
                        .json();

        assertThat(changes()).isEqualTo(1);
        assertThat(told).isEqualTo(kit.send("GET", PATH).json());
        assertThat(told.at("/quota/bytes").asLong()).isEqualTo(1000);
        assertThat(told.at("/quota/objects").asLong()).isEqualTo(-1);
        assertThat(told.at("/object_lock/days").asLong()).isEqualTo(30);
        assertThat(told.at("/cors/0/allow_credentials").asBoolean()).isTrue();
        assertThat(told.at("/public_read").asBoolean()).isTrue();
        assertThat(told.at("/origins/public_read").asText()).isEqualTo("bucket");
        assertThat(told.at("/origins/versioning").asText()).isEqualTo("bucket");
        assertThat(told.at("/origins/quota.bytes").asText()).isEqualTo("bucket");
        assertThat(told.at("/origins/quota.objects").asText()).isEqualTo("default");
    }

    @Test
    void mergesAsTheStandardHasIt() {
        patch("{\"tags\":{\"a\":\"1\",\"b\":\"2\"},\"quota\":{\"bytes\":10,\"objects\":5}}")
                .is(200);
        patch("{\"tags\":{\"a\":null,\"c\":\"3\"},\"quota\":{\"bytes\":20}}").is(200);

        assertThat(settings().tags()).containsOnlyKeys("b", "c");
        assertThat(settings().quota()).isEqualTo(new BucketSettings.Quota(20, 5));
        patch("{\"tags\":null,\"quota\":null,\"cors\":null,\"public_read\":null}").is(200);
        assertThat(settings()).isEqualTo(BucketSettings.DEFAULT);
    }

    @Test
    void writesNothingWhereNothingChanges() {
        patch("{}").is(200);
        patch("{\"versioning\":\"off\",\"history_window_seconds\":86400}").is(200);

        assertThat(changes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"versioning":"on"}                          | InvalidArgument | versioning
                    {"versioning":true}                          | MalformedJSON   | versioning
                    {"history_window_seconds":-1}                | InvalidArgument | history_window_seconds
                    {"history_window_seconds":1.5}               | MalformedJSON   | history_window_seconds
                    {"history_window_seconds":"1"}               | MalformedJSON   | history_window_seconds
                    {"history_window_seconds":99999999999}       | InvalidArgument | history_window_seconds
                    {"bytes_window_seconds":-2}                  | InvalidArgument | bytes_window_seconds
                    {"bytes_window_seconds":86401}               | InvalidArgument | bytes_window_seconds
                    {"bytes_window_seconds":"1"}                 | MalformedJSON   | bytes_window_seconds
                    {"quota":{"bytes":-2}}                       | InvalidArgument | quota.bytes
                    {"quota":{"objects":1e30}}                   | MalformedJSON   | quota.objects
                    {"quota":5}                                  | MalformedJSON   | quota
                    {"quota":{"files":5}}                        | MalformedJSON   | quota.files
                    {"object_lock":{"mode":"governance"}}        | InvalidArgument | object_lock.days
                    {"object_lock":{"days":3}}                   | InvalidArgument | object_lock.mode
                    {"object_lock":{"mode":"x","days":3,"enabled":true}} | InvalidArgument | object_lock.mode
                    {"object_lock":{"mode":"governance","days":3}} | InvalidArgument | object_lock.enabled
                    {"object_lock":{"mode":"governance","days":0,"enabled":true}} | InvalidArgument | object_lock.days
                    {"public_read":"yes"}                        | MalformedJSON   | public_read
                    {"tags":{"aws:x":"1"}}                       | InvalidArgument | tags
                    {"tags":{"":"1"}}                            | InvalidArgument | tags
                    {"tags":{"a":1}}                             | MalformedJSON   | tags.a
                    {"tags":{"a":{"b":"c"}}}                     | MalformedJSON   | tags.a
                    {"cors":{}}                                  | MalformedJSON   | cors
                    {"cors":[null]}                              | InvalidArgument | cors
                    {"cors":[{}]}                                | InvalidArgument | cors[0].allowed_origins
                    {"cors":[{"allowed_origins":[null]}]}        | InvalidArgument | cors[0].allowed_origins
                    {"cors":[{"allowed_origins":["*"],"allowed_methods":["get"]}]} | InvalidArgument | cors[0].allowed_methods
                    {"cors":[{"allowed_origins":["*"],"allowed_methods":["GET"],"max_age_seconds":-1}]} | InvalidArgument | cors[0].max_age_seconds
                    {"cors":[{"allowed_origins":["*"],"allowed_methods":["GET"],"allow_credentials":true}]} | InvalidArgument | cors[0].allowed_origins
                    {"dedup":"private"}                          | MalformedJSON   | dedup
                    {"colour":"red"}                             | MalformedJSON   | colour
                    {"versioning":"off","versioning":"off"}      | MalformedJSON   | JSON
                    []                                           | MalformedJSON   | object
                    null                                         | MalformedJSON   | object
                    {"tags":                                     | MalformedJSON   | JSON
                    """)
    void refusesNonsenseByTheNameOfTheField(String patch, String code, String named) {
        Told told = patch(patch).refused(400, code);

        assertThat(told.text("/detail")).contains(named);
        assertThat(changes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"object_lock":{"enabled":true}}                      | needs versioning
                    {"versioning":"suspended","object_lock":{"enabled":true}} | needs versioning
                    """)
    void leavesToTheWriterWhatDependsOnTheBucket(String patch, String why) {
        assertThat(patch(patch).refused(409, "InvalidBucketState").text("/detail")).contains(why);
    }

    @Test
    void takesNothingBackThatMustStay() {
        patch("{\"versioning\":\"enabled\",\"object_lock\":{\"enabled\":true}}").is(200);

        patch("{\"versioning\":\"off\"}").refused(409, "InvalidBucketState");
        patch("{\"versioning\":null}").refused(409, "InvalidBucketState");
        patch("{\"object_lock\":null}").refused(409, "InvalidBucketState");
        patch("{\"tags\":{\"a\":\"1\"},\"versioning\":\"suspended\"}")
                .refused(409, "InvalidBucketState");
        assertThat(settings().tags()).isEmpty();
    }

    @Test
    void isForWhoeverMayChangeTheBucket() {
        kit.request("GET", PATH).by("bob").send().refused(403, "AccessDenied");
        kit.request("HEAD", PATH).by("bob").send().is(403);
        kit.request("PATCH", PATH).by("bob").body("{}").send().refused(403, "AccessDenied");
        kit.request("PATCH", PATH).body("{}").send().refused(401, "Unauthenticated");
        kit.request("GET", PATH).by("root").send().is(200);
        kit.send("GET", "/v1/buckets/none/settings").refused(404, "NoSuchBucket");
    }

    @Test
    void refusesMoreThanItReads() {
        String large = "{\"tags\":{\"a\":\"" + "x".repeat(300_000) + "\"}}";

        patch(large).refused(413, "EntityTooLarge");
    }

    @Test
    void losesNoneOfManyChangesAtOnce() throws InterruptedException {
        int writers = 8;
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            IntStream.range(0, writers)
                    .forEach(i ->
                            threads.execute(() -> {
                                awaitBegin(begin);
                                Told told;
                                do {
                                    told = patch("{\"tags\":{\"t" + i + "\":\"x\"}}");
                                } while (told.status() == 409);
                                told.is(200);
                            }));
            begin.countDown();
        }
        assertThat(settings().tags()).hasSize(writers);
    }

    private static void awaitBegin(CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void makesBucketsWithNamesOfTheirOwn() {
        kit.send("POST", "/v1/buckets", "{\"name\":\"secret\",\"dedup\":\"private\"}").is(201);
        kit.send("POST", "/v1/buckets", "{\"name\":\"secret2\",\"dedup\":\"private\"}").is(201);

        Told told = kit.send("GET", "/v1/buckets/secret/settings").is(200);
        assertThat(told.text("/dedup")).isEqualTo("private");
        assertThat(told.text("/origins/dedup")).isEqualTo("bucket");
        assertThat(domain("secret")).isNotZero().isNotEqualTo(domain("secret2"));
        kit.send("POST", "/v1/buckets", "{\"name\":\"other\",\"dedup\":\"mine\"}")
                .refused(400, "InvalidArgument");
    }

    private int domain(String bucket) {
        return kit.store("alice")
                .buckets()
                .find(new BucketName(bucket))
                .orElseThrow()
                .settings()
                .dedupDomain();
    }

    @Test
    void makesNoKeyForABucketThatIsThere() {
        int before = kit.varve.newDedupDomain();
        kit.send("POST", "/v1/buckets", "{\"name\":\"photos\",\"dedup\":\"private\"}")
                .refused(409, "BucketAlreadyOwnedByYou");

        assertThat(kit.varve.newDedupDomain()).isEqualTo(before + 1);
    }
}
