package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.BucketsResource;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Endpoint.Past;
import dev.varve.server.api.PastResource;
import dev.varve.server.api.Resource;
import dev.varve.server.api.SettingsResource;
import dev.varve.server.api.Told;
import dev.varve.server.store.SettingsChange.SetBytesWindow;
import dev.varve.server.store.SettingsChange.SetHistoryWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects, versions and lists of them as they were, by a parameter and by the name of the bucket.
class AsOfTest {
    private static final BucketName BUCKET = new BucketName("bkt");
    private static final String V1 = "/v1/buckets/";
    private static final String LONGEST = "b".repeat(63);

    @TempDir private Path directory;
    private final List<Resource> resources = new ArrayList<>(ObjectResources.all());
    private ApiKit api;
    private String then = "";

    @BeforeEach
    void open() {
        resources.add(new BucketsResource(() -> 0));
        resources.add(new SettingsResource());
        resources.add(new PastResource());
        api = ApiKit.open(directory, resources.toArray(Resource[]::new));
        api.store("alice").buckets().create(BUCKET).orThrow();
        api.send("PUT", V1 + "bkt/objects/a/1", "one").is(201);
        api.send("PUT", V1 + "bkt/tags/a/1", "{\"tags\":{\"at\":\"first\"}}").is(200);
        api.send("PUT", V1 + "bkt/objects/b", "two").is(201);
        then = Long.toString(api.store("alice").position().value());
        api.send("PUT", V1 + "bkt/tags/a/1", "{\"tags\":{\"at\":\"second\"}}").is(200);
        api.send("DELETE", V1 + "bkt/objects/a/1").is(204);
        api.send("PUT", V1 + "bkt/objects/b", "changed").is(201);
        api.send("PUT", V1 + "bkt/objects/c", "three").is(201);
    }

    @AfterEach
    void close() {
        api.close();
    }

    /// The two ways to ask for the same.
    private List<String> ways(String below) {
        String and = below.contains("?") ? "&" : "?";
        return List.of(V1 + "bkt" + below + and + "as-of=" + then, V1 + view() + below);
    }

    private String view() {
        return "bkt--at--p" + then;
    }

    private static List<String> texts(Told told, String list, String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : told.json().at(list)) {
            texts.add(member.isEmpty() ? each.asText() : each.at(member).asText());
        }
        return texts;
    }

    @Test
    void readsObjectsAsTheyWere() {
        ways("/objects/a/1")
                .forEach(way -> assertThat(api.send("GET", way).is(200).body()).isEqualTo("one"));
        ways("/objects/b")
                .forEach(way -> assertThat(api.send("GET", way).is(200).body()).isEqualTo("two"));
        ways("/objects/b").forEach(way -> api.send("HEAD", way).is(200));
        ways("/objects/c").forEach(way -> api.send("GET", way).refused(404, "NoSuchKey"));
        ways("/tags/a/1")
                .forEach(way ->
                        assertThat(api.send("GET", way).is(200).text("/tags/at"))
                                .isEqualTo("first"));
        ways("/metadata/a/1").forEach(way -> api.send("GET", way).is(200));
        ways("/lock/a/1").forEach(way -> api.send("GET", way).is(200));
        ways("").forEach(way ->
                assertThat(api.send("GET", way).is(200).text("/name")).isEqualTo("bkt"));
    }

    @Test
    void listsWhatWasThere() {
        for (String way : ways("/objects?metadata=true")) {
            Told told = api.send("GET", way).is(200);
            assertThat(texts(told, "/objects", "/key")).containsExactly("a/1", "b");
            assertThat(told.text("/objects/0/tags/at")).isEqualTo("first");
        }
        for (String way : ways("/objects?delimiter=/")) {
            assertThat(texts(api.send("GET", way).is(200), "/prefixes", "")).containsExactly("a/");
        }
        for (String way : ways("/objects?count=true")) {
            assertThat(api.send("GET", way).is(200).text("/count")).isEqualTo("2");
        }
        for (String way : ways("/objects?limit=1")) {
            String next = api.send("GET", way).is(200).text("/next");
            assertThat(texts(api.send("GET", way + "&cursor=" + next), "/objects", "/key"))
                    .containsExactly("b");
        }
    }

    @Test
    void listsVersionsThatThereWere() {
        ways("/versions")
                .forEach(way ->
                        assertThat(texts(api.send("GET", way).is(200), "/versions", "/key"))
                                .containsExactly("a/1", "b"));
        for (String way : ways("/versions/a/1")) {
            Told told = api.send("GET", way).is(200);
            assertThat(texts(told, "/versions", "/kind")).containsExactly("object");
            assertThat(told.text("/versions/0/latest")).isEqualTo("true");
            assertThat(told.json().at("/versions/0").has("hidden_at")).isFalse();
        }
        ways("/versions/c").forEach(way -> api.send("GET", way).refused(404, "NoSuchKey"));
    }

    @Test
    void bringsBackWhatWasThereByCopyingIt() {
        api.send(
                        "POST",
                        V1 + view() + "/copy",
                        "{\"from\":{\"key\":\"a/1\"},\"to\":{\"bucket\":\"bkt\",\"key\":\"a/1\"}}")
                .is(201);
        assertThat(api.send("GET", V1 + "bkt/objects/a/1").body()).isEqualTo("one");
        assertThat(api.send("GET", V1 + "bkt/tags/a/1").text("/tags/at")).isEqualTo("first");
        api.send("POST", V1 + view() + "/copy", "{\"from\":{\"key\":\"b\"},\"to\":{\"key\":\"x\"}}")
                .refused(405, "MethodNotAllowed");
        api.send(
                        "POST",
                        V1 + "bkt/copy",
                        "{\"from\":{\"key\":\"b\"},\"to\":{\"bucket\":\"%s\",\"key\":\"x\"}}"
                                .formatted(view()))
                .refused(405, "MethodNotAllowed");
    }

    @Test
    void bodiesThatNameAViewAreRefused() {
        for (String part :
                List.of(
                        "{\"copy\":{\"bucket\":\"VIEW\",\"from\":{\"key\":\"b\"},\"to\":{\"bucket\":\"bkt\",\"key\":\"x\"}}}",
                        "{\"move\":{\"bucket\":\"VIEW\",\"from\":{\"key\":\"b\"},\"to\":{\"bucket\":\"bkt\",\"key\":\"x\"}}}",
                        "{\"delete\":{\"bucket\":\"VIEW\",\"key\":\"b\"}}",
                        "{\"require\":{\"bucket\":\"VIEW\",\"key\":\"b\",\"if_match\":\"*\"}}")) {
            api.send(
                            "POST",
                            "/v1/transactions",
                            "{\"parts\":[" + part.replace("VIEW", view()) + "]}")
                    .refused(405, "MethodNotAllowed");
        }
        api.send("GET", V1 + "bkt/objects/x").is(404);
    }

    /// Whatever is added to the table.
    @Test
    void everyEndpointThatIsNoReadIsRefused() {
        long before = api.store("alice").position().value();
        int refused = 0;
        for (Resource resource : resources) {
            for (Endpoint row : resource.endpoints()) {
                String path = row.path().toString();
                if (!path.contains("{bucket}") || row.past() != Past.NOTHING) {
                    continue;
                }
                String target = path.replace("{bucket}", view()).replace("{key...}", "b");
                Told told = api.send(row.method(), target).refused(405, "MethodNotAllowed");
                assertThat(told.body()).as(row.name()).contains("view of the past");
                api.request(row.method(), target).send().is(401);
                api.request(row.method(), path.replace("{bucket}", "bkt").replace("{key...}", "b"))
                        .by("alice")
                        .header("x-varve-as-of", then)
                        .send()
                        .refused(400, "InvalidArgument");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(15);
        assertThat(api.store("alice").position().value()).isEqualTo(before);
    }

    @Test
    void namesAViewOfABucket() {
        Told told = at("bkt", then).is(200);
        assertThat(told.text("/bucket")).isEqualTo(view());
        api.store("alice").buckets().create(new BucketName(LONGEST)).orThrow();
        String now = Long.toString(api.store("alice").position().value());
        String alias = at(LONGEST, now).is(200).text("/bucket");
        assertThat(alias).matches("at--[0-9a-f]{16}--p" + now);
        api.send("PUT", V1 + LONGEST + "/objects/later", "x").is(201);
        assertThat(api.send("GET", V1 + alias + "/objects?count=true").text("/count"))
                .isEqualTo("0");
        api.send("POST", V1.substring(0, V1.length() - 1), "{\"name\":\"" + alias + "\"}")
                .refused(400, "InvalidBucketName");
    }

    private Told at(String bucket, String when) {
        return api.send("POST", V1 + bucket + "/at", "{\"as_of\":\"" + when + "\"}");
    }

    @Test
    void viewsAreNamedOnlyOfWhatWasThere() {
        at("bkt", "yesterday").refused(400, "InvalidArgument");
        at("bkt", "99999").refused(400, "InvalidArgument");
        at("bkt", "2999-01-01T00:00:00Z").refused(400, "InvalidArgument");
        at("bkt", "2020-01-01T00:00:00Z").refused(404, "NoSuchBucket");
        at("none", then).refused(404, "NoSuchBucket");
        at(view(), then).refused(405, "MethodNotAllowed");
        api.send("POST", V1 + "bkt/at", "{}").refused(400, "InvalidArgument");
        String target = V1 + "bkt/at";
        api.request("POST", target).by("bob").body("{\"as_of\":\"" + then + "\"}").send().is(403);
        api.request("POST", target).body("{\"as_of\":\"" + then + "\"}").send().is(401);
    }

    @Test
    void othersDoNotSeeThePast() {
        for (String way : ways("/objects/b")) {
            api.request("GET", way).by("bob").send().is(403);
            api.request("GET", way).send().is(401);
        }
    }

    @Test
    void bytesThatWentBeforeTheirHistoryAreRefusedAndTheRestIsTold() {
        api.store("alice").buckets().change(BUCKET, new SetBytesWindow(Duration.ZERO)).orThrow();
        api.send("PUT", V1 + "bkt/objects/c", "four").is(201);
        then = Long.toString(api.store("alice").position().value() - 2);
        api.varve.maintenance().releaseBytes();
        for (String way : ways("/objects/c")) {
            api.send("GET", way).refused(410, "BytesReleased");
            assertThat(api.send("HEAD", way).is(200).header("x-bytes-released")).isEqualTo("true");
        }
        Told history = api.send("GET", V1 + "bkt/versions/c?hidden=true").is(200);
        assertThat(texts(history, "/versions", "/bytes_released")).containsExactly("false", "true");
        String version = texts(history, "/versions", "/version").getLast();
        api.send("POST", V1 + "bkt/undelete/c?version=" + version, "")
                .refused(410, "BytesReleased");
        String restore = "{\"as_of\":\"" + then + "\",\"key\":\"c\"";
        Told would = api.send("POST", V1 + "bkt/restore", restore + ",\"dry_run\":true}").is(200);
        assertThat(would.json().at("/released/bytes").asLong()).isEqualTo(5);
        assertThat(would.json().at("/sample/0/becomes").asText()).isEqualTo("released");
        api.send("POST", V1 + "bkt/restore", restore + "}").refused(410, "BytesReleased");
        api.send("POST", V1 + "bkt/restore", restore + ",\"skip_released\":true}").is(200);
        assertThat(api.send("GET", V1 + "bkt/objects/c").body()).isEqualTo("four");
    }

    @Test
    void purgedHistoryIsRefusedAndSaysWhereItBegins() {
        api.store("alice").buckets().change(BUCKET, new SetHistoryWindow(Duration.ZERO)).orThrow();
        api.send("PUT", V1 + "bkt/objects/b", "again").is(201);
        api.varve.maintenance().purge();
        for (String below : List.of("/objects/b", "/objects", "/versions", "/versions/b", "")) {
            for (String way : ways(below)) {
                assertThat(api.send("GET", way).refused(410, "HistoryPurged").text("/detail"))
                        .contains("begins at 20");
            }
        }
        at("bkt", then).refused(410, "HistoryPurged");
    }
}
