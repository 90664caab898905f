package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsResourceTest {
    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, new BucketsResource(() -> kit.varve.newDedupDomain()));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void makesTellsOfAndDeletesBucket() {
        Told made = kit.send("POST", "/v1/buckets", "{\"name\":\"photos\"}").is(201);
        assertThat(made.headers().get("location", "")).isEqualTo("/v1/buckets/photos");
        assertThat(made.text("/owner")).isEqualTo("alice");
        assertThat(made.text("/versioning")).isEqualTo("off");

        assertThat(kit.send("GET", "/v1/buckets/photos").is(200).body()).isEqualTo(made.body());
        assertThat(kit.send("DELETE", "/v1/buckets/photos").is(204).body()).isEmpty();
        kit.send("GET", "/v1/buckets/photos").refused(404, "NoSuchBucket");
    }

    @Test
    void turnsVersioningOnWithObjectLock() {
        Told made =
                kit.send("POST", "/v1/buckets", "{\"name\":\"vault\",\"object_lock\":true}")
                        .is(201);

        assertThat(made.text("/versioning")).isEqualTo("enabled");
        assertThat(made.text("/object_lock")).isEqualTo("true");
    }

    @Test
    void refusesNameThatIsTaken() {
        kit.bucket("mine");

        kit.send("POST", "/v1/buckets", "{\"name\":\"mine\"}")
                .refused(409, "BucketAlreadyOwnedByYou");
        kit.request("POST", "/v1/buckets")
                .by("bob")
                .body("{\"name\":\"mine\"}")
                .send()
                .refused(409, "BucketAlreadyExists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name":"ab"}                    | InvalidBucketName
                    {"name":"a--at--b"}              | InvalidBucketName
                    {}                               | InvalidBucketName
                    {"name":7}                       | MalformedJSON
                    {"name":"abc","colour":"red"}    | MalformedJSON
                    {"name":"abc","versioning":1}    | MalformedJSON
                    {"name":"abc","name":"abd"}      | MalformedJSON
                    {"name":"abc"} x                 | MalformedJSON
                    [1]                              | MalformedJSON
                    null                             | MalformedJSON
                    {"name":                         | MalformedJSON
                    """)
    void refusesNonsense(String body, String code) {
        kit.send("POST", "/v1/buckets", body).refused(400, code);
        assertThat(kit.send("GET", "/v1/buckets").json().at("/buckets")).isEmpty();
    }

    /// What the forms of a browser can send.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain;application/json",
                "text/json",
                "json"
            })
    void refusesBodyThatIsSentAsSomethingElse(String type) {
        kit.request("POST", "/v1/buckets")
                .by("alice")
                .header("content-type", type)
                .body("{\"name\":\"photos\"}")
                .send()
                .refused(415, "UnsupportedMediaType");
        assertThat(kit.send("GET", "/v1/buckets").json().at("/buckets")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON; charset=utf-8", "application/x+json"})
    void takesBodyThatIsSentAsJson(String type) {
        kit.request("POST", "/v1/buckets")
                .by("alice")
                .header("content-type", type)
                .body("{\"name\":\"photos\"}")
                .send()
                .is(201);
    }

    @Test
    void listsOwnBucketsPageByPage() {
        List.of("a-1", "a-2", "b-1", "a-3").forEach(kit::bucket);
        kit.store("bob").buckets().create(new BucketName("a-0")).orThrow();

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = kit.send("GET", "/v1/buckets?prefix=a-&limit=2" + cursor).is(200);
            page.json().at("/buckets").forEach(each -> found.add(each.at("/name").asText()));
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());

        assertThat(found).containsExactly("a-1", "a-2", "a-3");
    }

    @Test
    void doesNotTellOthersWhatExists() {
        kit.bucket("secret");

        kit.request("GET", "/v1/buckets/secret").by("bob").send().refused(403, "AccessDenied");
        Told nobody = kit.request("GET", "/v1/buckets/secret").send();
        nobody.refused(401, "Unauthenticated");
        assertThat(nobody.headers().get("www-authenticate", "")).contains("Basic", "Bearer");
        kit.request("GET", "/v1/buckets/none").send().refused(401, "Unauthenticated");
    }

    @Test
    void keepsBucketThatHoldsSomething() {
        kit.bucket("full");
        kit.store("alice")
                .put(PutRequest.of(new BucketName("full"), ObjectKey.of("k"), Body.of(new byte[1])))
                .orThrow();

        kit.send("DELETE", "/v1/buckets/full").refused(409, "BucketNotEmpty");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/buckets?colour=red, 400, InvalidArgument",
        "GET, /v1/buckets?limit=0, 400, InvalidArgument",
        "GET, /v1/buckets?limit=1&limit=2, 400, InvalidArgument",
        "GET, /v1/buckets?cursor=%21, 400, InvalidArgument",
        "GET, /v1/nothing, 404, NoSuchResource",
        "GET, /v1, 404, NoSuchResource",
        "PATCH, /v1/buckets, 405, MethodNotAllowed",
        "GET, /v1/buckets/%zz, 400, InvalidURI"
    })
    void refusesWhatIsNotInItsTable(String method, String target, int status, String code) {
        kit.send(method, target).refused(status, code);
    }

    @Test
    void answersHeadAsGet() {
        kit.bucket("photos");

        assertThat(kit.send("HEAD", "/v1/buckets/photos").is(200).headers().has("content-type"))
                .isTrue();
    }

    @Test
    void tellsWhichMethodsThereAre() {
        Told told = kit.send("PATCH", "/v1/buckets").refused(405, "MethodNotAllowed");

        assertThat(told.headers().get("allow", "")).isEqualTo("GET, POST");
    }
}
