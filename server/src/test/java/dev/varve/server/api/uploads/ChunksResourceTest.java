package dev.varve.server.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.ApiKit;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksResourceTest {
    private static final String UPLOADS = "/v1/buckets/photos/uploads";

    @TempDir private Path directory;
    private TusKit kit;
    private ApiKit api;

    @BeforeEach
    void open() {
        kit = new TusKit(directory);
        api = kit.api;
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private String create(String fields) {
        Told told = api.send("POST", UPLOADS, "{\"key\":\"k\"," + fields + "}").is(201);
        String path = "/v1/uploads/" + told.text("/id");
        assertThat(told.headers().get("location", "")).isEqualTo(path);
        return path;
    }

    private Told put(String upload, int chunk, String bytes) {
        return api.send("PUT", upload + "/chunks/" + chunk, bytes);
    }

    private Told complete(String upload) {
        return api.send("POST", upload + "/complete");
    }

    @Test
    void takesChunksInAnyOrder() {
        String upload =
                create(
                        "\"size\":10,\"chunk_size\":4,\"content_type\":\"text/x-mud\","
                                + "\"metadata\":{\"Colour\":\"grey\"}");
        put(upload, 3, "89").is(200);
        put(upload, 1, "wron").is(200);
        Told told = put(upload, 1, "0123").is(200);
        assertThat(told.text("/md5")).isEqualTo("eb62f6b9306db575c2d596b1279627a4");
        Told view = api.send("GET", upload).is(200);
        assertThat(view.json().at("/missing").toString()).isEqualTo("[2]");
        assertThat(view.json().at("/present").toString()).isEqualTo("[1,3]");
        assertThat(view.text("/chunks")).isEqualTo("3");
        assertThat(view.text("/chunk_size")).isEqualTo("4");
        assertThat(view.text("/received")).isEqualTo("6");
        assertThat(view.text("/state")).isEqualTo("open");
        assertThat(view.json().has("expires")).isTrue();

        Told early = complete(upload).refused(409, "UploadIncomplete");
        assertThat(early.text("/details/missing")).isEqualTo("2");
        assertThat(kit.exists("k")).isFalse();

        put(upload, 2, "4567").is(200);
        Told made = complete(upload).is(201);
        assertThat(kit.content("k")).isEqualTo("0123456789");
        assertThat(complete(upload).is(201).body()).isEqualTo(made.body());
        assertThat(made.headers().get("location", "")).isEqualTo("/v1/buckets/photos/objects/k");
        assertThat(kit.version("k").object().attributes().metadata().user())
                .containsEntry("colour", "grey");
        assertThat(kit.version("k").object().attributes().metadata().system())
                .containsEntry("content-type", "text/x-mud");
        Told after = api.send("GET", upload).is(200);
        assertThat(after.text("/state")).isEqualTo("completed");
        assertThat(after.text("/version")).isEqualTo(made.text("/version"));
        put(upload, 1, "0123").refused(404, "NoSuchUpload");
    }

    @Test
    void takesChunksInParallelAndAgain() {
        String upload = create("\"size\":3200,\"chunk_size\":100");
        List<Future<Told>> sent;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sent =
                    IntStream.range(0, 96)
                            .map(i -> i % 32 + 1)
                            .mapToObj(
                                    chunk -> threads.submit(() -> put(upload, chunk, text(chunk))))
                            .toList();
        }
        sent.forEach(each -> each.resultNow().is(200));
        complete(upload).is(201);
        assertThat(kit.content("k"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 32)
                                .mapToObj(ChunksResourceTest::text)
                                .reduce("", String::concat));
    }

    private static String text(int chunk) {
        return "%0100d".formatted(chunk);
    }

    @Test
    void neverTakesHolesForAWhole() {
        String upload = create("\"chunk_size\":2");
        put(upload, 1, "ab").is(200);
        put(upload, 9, "yz").is(200);
        put(upload, 4, "x").is(200);
        Told told = complete(upload).refused(409, "UploadIncomplete");
        assertThat(told.text("/details/missing")).isEqualTo("2-8");
        assertThat(told.text("/details/missing_count")).isEqualTo("7");
    }

    @Test
    void verifiesDigests() {
        String upload =
                create(
                        "\"size\":5,\"chunk_size\":5,"
                                + "\"digest\":\"sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=\"");
        api.request("PUT", upload + "/chunks/1")
                .by("alice")
                .header("Upload-Checksum", "md5 XUFAKrxLKna5cZ2REBfFkg==")
                .body("hallo")
                .send()
                .refused(460, "ChecksumMismatch");
        assertThat(api.send("GET", upload).text("/received")).isEqualTo("0");
        put(upload, 1, "hallo").is(200);
        complete(upload).refused(400, "BadDigest");
        api.request("PUT", upload + "/chunks/1")
                .by("alice")
                .header("Upload-Checksum", "md5 XUFAKrxLKna5cZ2REBfFkg==")
                .body("hello")
                .send()
                .is(200);
        complete(upload).is(201);
        assertThat(kit.content("k")).isEqualTo("hello");
    }

    @Test
    void decidesConditionsWhenItCompletes() {
        String upload = create("\"size\":1,\"chunk_size\":1,\"if_none_match\":\"*\"");
        put(upload, 1, "a").is(200);
        String other = create("\"size\":1,\"chunk_size\":1,\"if_match\":\"\\\"none\\\"\"");
        put(other, 1, "b").is(200);
        complete(other).refused(412, "PreconditionFailed");
        complete(upload).is(201);
        complete(other).refused(412, "PreconditionFailed");
        assertThat(kit.content("k")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"key\":\"k\"}",
                "{\"key\":\"\",\"chunk_size\":1}",
                "{\"chunk_size\":1}",
                "{\"key\":\"k\",\"chunk_size\":0}",
                "{\"key\":\"k\",\"chunk_size\":-1}",
                "{\"key\":\"k\",\"chunk_size\":5368709121}",
                "{\"key\":\"k\",\"chunk_size\":9223372036854775807}",
                "{\"key\":\"k\",\"chunk_size\":1,\"size\":-1}",
                "{\"key\":\"k\",\"chunk_size\":1,\"size\":10001}",
                "{\"key\":\"k\",\"chunk_size\":1,\"metadata\":{\"a b\":\"x\"}}",
                "{\"key\":\"k\",\"chunk_size\":1,\"metadata\":{\"a\":\"\\n\"}}",
                "{\"key\":\"k\",\"chunk_size\":1,\"metadata\":{\"a\":\"x\",\"A\":\"y\"}}",
                "{\"key\":\"k\",\"chunk_size\":1,\"content_type\":\"a\\nb\"}"
            })
    void refusesNonsense(String body) {
        api.send("POST", UPLOADS, body).refused(400, "InvalidArgument");
        assertThat(api.send("GET", UPLOADS).json().at("/uploads")).isEmpty();
    }

    @Test
    void refusesMoreThanAnObjectMayHave() {
        api.send(
                        "POST",
                        UPLOADS,
                        "{\"key\":\"k\",\"chunk_size\":5368709120,\"size\":5497558138881}")
                .refused(413, "EntityTooLarge");
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "4, 4", "-1, 4", "1, 3", "1, 5", "3, 4", "1, 0", "x, 4", "99999999999, 4"})
    void refusesChunksThatDoNotFit(String chunk, int length) {
        String upload = create("\"size\":10,\"chunk_size\":4");
        api.send("PUT", upload + "/chunks/" + chunk, "x".repeat(length))
                .refused(400, "InvalidArgument");
        assertThat(api.send("GET", upload).text("/received")).isEqualTo("0");
    }

    @Test
    void listsUploadsOfBothProtocols() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(create("\"chunk_size\":1").substring("/v1/uploads/".length()));
        }
        ids.add(kit.create("z", 5).substring("/v1/tus/".length()));
        kit.api.store("alice").uploads().create(TusKit.BUCKET, ObjectKey.of("a")).orThrow();
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = api.send("GET", UPLOADS + "?limit=2" + cursor).is(200);
            for (JsonNode each : page.json().at("/uploads")) {
                found.add(each.at("/id").asText());
            }
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());
        assertThat(found).containsExactlyElementsOf(ids);
        assertThat(api.send("GET", UPLOADS + "?prefix=z").json().at("/uploads")).hasSize(1);
        api.send("GET", UPLOADS + "?cursor=%21").refused(400, "InvalidArgument");
        api.send("GET", UPLOADS + "?cursor=eHg").refused(400, "InvalidArgument");
    }

    @Test
    void abortsUploadsOfBothProtocols() {
        String chunks = create("\"chunk_size\":1");
        String tus = kit.create("z", 5).replace("/v1/tus/", "/v1/uploads/");
        for (String upload : List.of(chunks, tus)) {
            api.send("DELETE", upload).is(204);
            api.send("GET", upload).refused(404, "NoSuchUpload");
            api.send("DELETE", upload).refused(404, "NoSuchUpload");
        }
        assertThat(api.send("GET", UPLOADS).json().at("/uploads")).isEmpty();
    }

    @Test
    void keepsProtocolsApart() {
        String chunks = create("\"chunk_size\":1").replace("/v1/uploads/", "/v1/tus/");
        kit.request("HEAD", chunks).send().refused(404, "NoSuchUpload");
        kit.patch(chunks, 0, "a").send().refused(404, "NoSuchUpload");
        String tus = kit.create("z", 5).replace("/v1/tus/", "/v1/uploads/");
        put(tus, 1, "a").refused(400, "InvalidArgument");
        complete(tus).refused(409, "UploadIncomplete");
    }

    @Test
    void letsNobodyGoOnWhoMayNotPutTheKey() {
        String upload = create("\"size\":1,\"chunk_size\":1");
        for (String[] row :
                new String[][] {
                    {"GET", ""}, {"DELETE", ""}, {"POST", "/complete"}, {"PUT", "/chunks/1"}
                }) {
            api.request(row[0], upload + row[1])
                    .by("bob")
                    .body("a")
                    .send()
                    .refused(403, "AccessDenied");
            api.request(row[0], upload + row[1]).body("a").send().refused(401, "Unauthenticated");
        }
        api.request("GET", UPLOADS).by("bob").send().refused(403, "AccessDenied");
        api.request("POST", UPLOADS)
                .by("bob")
                .body("{\"key\":\"k\",\"chunk_size\":1}")
                .send()
                .refused(403, "AccessDenied");
        assertThat(api.send("GET", upload).text("/received")).isEqualTo("0");
    }
}
