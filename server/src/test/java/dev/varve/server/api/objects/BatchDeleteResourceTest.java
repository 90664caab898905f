package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchDeleteResourceTest {
    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.locking(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told delete(String body) {
        return kit.send("POST", "/delete", body.replace('\'', '"'));
    }

    @Test
    void deletesManyAndThoseThatAreNotThere() {
        kit.put("a", "x");
        String version = kit.put("b", "x").text("/version");

        Told told =
                delete(
                                "{'objects':[{'key':'a'},{'key':'b','version':'%s'},{'key':'none'}]}"
                                        .formatted(version))
                        .is(200);
        assertThat(told.json().at("/results")).hasSize(3);
        assertThat(told.text("/results/0/marker")).hasSize(32);
        assertThat(told.text("/results/1/version")).isEqualTo(version);
        assertThat(told.json().at("/results/1").has("marker")).isFalse();
        assertThat(told.text("/results/2/status")).isEqualTo("204");
        kit.get("a").refused(404, "NoSuchKey");
        kit.get("b").refused(404, "NoSuchKey");
    }

    @Test
    void tellsWhatFailedBesideWhatWasDone() {
        kit.put("a", "x");
        String held =
                kit.request("PUT", ObjectsKit.object("held"))
                        .header("x-legal-hold", "true")
                        .send()
                        .is(201)
                        .text("/version");

        Told told =
                delete(
                                ("{'objects':[{'key':'held','version':'%s'},{'key':'a'},{},"
                                                + "{'key':'k','version':'x'},"
                                                + "{'key':'none','if_match':'*'}]}")
                                        .formatted(held))
                        .is(207);
        assertThat(told.text("/results/0/status")).isEqualTo("409");
        assertThat(told.text("/results/0/error/code")).isEqualTo("ObjectLocked");
        assertThat(told.text("/results/1/status")).isEqualTo("204");
        assertThat(told.text("/results/2/error/code")).isEqualTo("InvalidArgument");
        assertThat(told.text("/results/3/error/code")).isEqualTo("InvalidArgument");
        assertThat(told.text("/results/4/error/code")).isEqualTo("PreconditionFailed");
        kit.get("held").is(200);
        kit.get("a").refused(404, "NoSuchKey");
    }

    @Test
    void refusesEachToThoseWhoMayNot() {
        kit.put("a", "x");

        Told told =
                kit.api
                        .request("POST", ObjectsKit.BUCKET + "/delete")
                        .by("bob")
                        .body("{\"objects\":[{\"key\":\"a\"}]}")
                        .send()
                        .is(207);
        assertThat(told.text("/results/0/error/status")).isEqualTo("403");
        kit.get("a").is(200);
    }

    @Test
    void takesAThousandAndNoMore() {
        delete(body(1000)).is(200);
        delete(body(1001)).refused(400, "InvalidArgument");
    }

    private static String body(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'key':'k" + i + "'}")
                .collect(Collectors.joining(",", "{'objects':[", "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'objects':[]}", "{'objects':7}", "[]", "{'keys':['a']}"})
    void refusesNonsense(String body) {
        assertThat(delete(body).status()).isEqualTo(400);
    }
}
