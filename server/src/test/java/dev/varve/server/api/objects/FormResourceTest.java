package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormResourceTest {
    private static final String END = "--xyz--\r\n";

    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.open(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static String file(String name, String text) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\""
                + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n"
                + text
                + "\r\n";
    }

    private static String field(String text) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\n" + text + "\r\n";
    }

    private Told post(String below, String body) {
        return kit.request("POST", ObjectsKit.BUCKET + "/form" + below)
                .header("content-type", "multipart/form-data; boundary=xyz")
                .body(body)
                .send();
    }

    @Test
    void storesEveryFileUnderThePrefix() {
        String body = field("go") + file("a.txt", "one\r\n--xy") + file("C:\\d\\b.txt", "") + END;

        Told told = post("/up/", body).is(201);
        assertThat(told.json().at("/files")).hasSize(2);
        assertThat(told.text("/files/0/file")).isEqualTo("a.txt");
        assertThat(told.text("/files/0/key")).isEqualTo("up/a.txt");
        assertThat(told.text("/files/0/status")).isEqualTo("201");
        assertThat(told.text("/files/0/object/size")).isEqualTo("9");
        assertThat(told.text("/files/0/object/xxh3")).hasSize(16);
        assertThat(told.text("/files/1/key")).isEqualTo("up/b.txt");
        Told stored = kit.get("up/a.txt").is(200);
        assertThat(stored.body()).isEqualTo("one\r\n--xy");
        assertThat(stored.header("content-type")).isEqualTo("text/plain");
        assertThat(kit.get("up/b.txt").is(200).body()).isEmpty();
    }

    @Test
    void storesAtTheTopWithoutPrefix() {
        post("", file("a", "x") + END).is(201);
        kit.get("a").is(200);
    }

    @Test
    void tellsOfFilesThatFailedBesideOthers() {
        Told told = post("", file("", "x") + file("a", "y") + file("b".repeat(1025), "z") + END);

        told.is(207);
        assertThat(told.text("/files/0/error/code")).isEqualTo("InvalidArgument");
        assertThat(told.text("/files/1/status")).isEqualTo("201");
        assertThat(told.text("/files/2/status")).isEqualTo("400");
        assertThat(told.json().at("/files/2").has("key")).isFalse();
        assertThat(kit.get("a").is(200).body()).isEqualTo("y");
    }

    @Test
    void failsAsTheFirstWhereAllFail() {
        Told told = post("", file("", "x") + END).is(400);

        assertThat(told.text("/files/0/error/code")).isEqualTo("InvalidArgument");
    }

    @Test
    void keepsWhatWasStoredBeforeTheFormBroke() {
        Told told = post("", file("a", "x") + file("b", "y")).is(207);

        assertThat(told.text("/files/0/status")).isEqualTo("201");
        assertThat(told.text("/files/1/error/code")).isEqualTo("IncompleteBody");
        assertThat(told.json().at("/files")).hasSize(2);
        kit.get("a").is(200);
        kit.get("b").refused(404, "NoSuchKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", END, "--xyz\r\nA: b\r\n\r\nx\r\n" + END})
    void refusesWhatHasNoFile(String body) {
        assertThat(post("", body).status()).isEqualTo(400);
    }

    @Test
    void refusesOtherBodies() {
        kit.request("POST", ObjectsKit.BUCKET + "/form")
                .header("content-type", "application/json")
                .body("{}")
                .send()
                .refused(400, "MalformedPOSTRequest");
    }

    @Test
    void refusesMoreThanItsLimits() {
        String head =
                "--xyz\r\nX: "
                        + "x".repeat(FormUpload.MAX_HEAD)
                        + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n\r\n";
        post("", head + END).refused(400, "MaxPostPreDataLengthExceededError");
        post("", field("x".repeat(FormUpload.MAX_REST + 1)) + file("a", "x") + END)
                .refused(400, "MaxPostPreDataLengthExceededError");

        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= FormUpload.MOST_FILES; i++) {
            many.append(file("n" + i, ""));
        }
        Told told = post("", many + END).is(207);
        assertThat(told.json().at("/files")).hasSize(FormUpload.MOST_FILES + 1);
        assertThat(told.text("/files/1000/status")).isEqualTo("413");
        assertThat(told.json().at("/files/1000").has("key")).isFalse();
    }

    @Test
    void asksWhoPosts() {
        var bobs =
                kit.api
                        .request("POST", ObjectsKit.BUCKET + "/form/p/")
                        .by("bob")
                        .header("content-type", "multipart/form-data; boundary=xyz")
                        .body(file("a", "x") + END);
        bobs.send().refused(403, "AccessDenied");
    }
}
