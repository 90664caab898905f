package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentResourceTest {
    private static final String HASH =
            "cd42404d52ad55ccfa9aca4adc828aa5800ad9d385a0671fbcbf724118320619";
    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.versioned(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void namesContentByItsHash() {
        Told made =
                kit.request("POST", ObjectsKit.BUCKET + "/content")
                        .header("x-meta-color", "blue")
                        .header("content-type", "text/plain")
                        .body("value")
                        .send()
                        .is(201);

        assertThat(made.text("/key")).isEqualTo(HASH).isEqualTo(made.text("/sha256"));
        assertThat(made.header("location")).isEqualTo(ObjectsKit.BUCKET + "/content/" + HASH);
        Told told = kit.send("GET", "/content/" + HASH).is(200);
        assertThat(told.body()).isEqualTo("value");
        assertThat(told.header("x-meta-color")).isEqualTo("blue");
        assertThat(told.header("x-content-type-options")).isEqualTo("nosniff");
        Told head = kit.send("HEAD", "/content/" + HASH).is(200);
        assertThat(head.header("x-content-sha256")).isEqualTo(HASH);
        Told range =
                kit.request("GET", ObjectsKit.BUCKET + "/content/" + HASH)
                        .header("range", "bytes=1-2")
                        .send()
                        .is(206);
        assertThat(range.body()).isEqualTo("al");
        assertThat(kit.send("GET", "/objects").text("/objects/0/key")).isEqualTo(HASH);
    }

    @Test
    void makesNoSecondVersionOfTheSameContent() {
        String version = kit.send("POST", "/content", "value").is(201).text("/version");

        Told again =
                kit.request("POST", ObjectsKit.BUCKET + "/content")
                        .header("x-meta-color", "red")
                        .body("value")
                        .send()
                        .is(200);
        assertThat(again.text("/version")).isEqualTo(version);
        assertThat(kit.send("GET", "/versions/" + HASH).json().at("/versions")).hasSize(1);
        assertThat(kit.get(HASH).headers().has("x-meta-color")).isFalse();
    }

    @Test
    void makesOneVersionHoweverManySendItAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all =
                    IntStream.range(0, 16)
                            .mapToObj(i ->
                                    threads.submit(
                                            () -> kit.send("POST", "/content", "value").status()))
                            .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : all) {
                statuses.add(each.get());
            }
            assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
        }
    }

    @Test
    void storesDeletedContentAnew() {
        kit.send("POST", "/content", "value").is(201);
        kit.send("DELETE", "/objects/" + HASH).is(204);

        kit.send("GET", "/content/" + HASH).refused(404, "NoSuchKey");
        kit.send("POST", "/content", "value").is(201);
        assertThat(kit.send("GET", "/content/" + HASH).is(200).body()).isEqualTo("value");
    }

    @Test
    void storesNothingToo() {
        assertThat(kit.send("POST", "/content", "").is(201).text("/key")).isEqualTo(EMPTY);
        assertThat(kit.send("GET", "/content/" + EMPTY).is(200).body()).isEmpty();
        kit.send("POST", "/content", "").is(200);
    }

    /// A key of the form of a hash can hold anything.
    @Test
    void givesByHashOnlyWhatHasIt() {
        kit.put(HASH, "something else");

        kit.send("GET", "/content/" + HASH).refused(404, "NoSuchKey");
        kit.send("POST", "/content", "value").is(201);
        assertThat(kit.send("GET", "/content/" + HASH).is(200).body()).isEqualTo("value");
    }

    @Test
    void givesOnlyThroughABucketThatTheCallerMayRead() {
        kit.send("POST", "/content", "value").is(201);
        kit.api.store("bob").buckets().create(new dev.varve.log.BucketName("bobs")).orThrow();

        kit.api
                .request("GET", ObjectsKit.BUCKET + "/content/" + HASH)
                .by("bob")
                .send()
                .refused(403, "AccessDenied");
        kit.api
                .request("GET", "/v1/buckets/bobs/content/" + HASH)
                .by("bob")
                .send()
                .refused(404, "NoSuchKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "CD42404D52AD55CCFA9ACA4ADC828AA5800AD9D385A0671FBCBF724118320619"})
    void refusesWhatIsNoHash(String hash) {
        kit.put(hash, "x");
        kit.send("GET", "/content/" + hash).refused(404, "NoSuchKey");
    }

    @Test
    void verifiesWhatIsDeclared() {
        kit.request("POST", ObjectsKit.BUCKET + "/content")
                .header("x-content-sha256", EMPTY)
                .body("value")
                .send()
                .refused(400, "BadDigest");
        assertThat(kit.send("GET", "/objects").json().at("/objects")).isEmpty();
    }
}
