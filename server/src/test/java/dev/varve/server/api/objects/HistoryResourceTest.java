package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryResourceTest {
    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.versioned(directory);
    }

    private void withoutVersioning() {
        kit.close();
        kit = ObjectsKit.open(directory.resolve("off"));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private List<String> walk(String below, String member) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = kit.send("GET", below + cursor).is(200);
            for (JsonNode each : page.json().at("/versions")) {
                found.add(each.at(member).asText());
            }
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());
        return found;
    }

    @Test
    void listsVersionsAndMarkersOfAKey() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.addFirst(kit.put("a/b", "text " + i).text("/version"));
        }
        made.addFirst(kit.send("DELETE", "/objects/a/b").header("x-version"));

        Told told = kit.send("GET", "/versions/a/b").is(200);
        assertThat(told.text("/versions/0/kind")).isEqualTo("delete-marker");
        assertThat(told.json().at("/versions/0").has("size")).isFalse();
        assertThat(told.text("/versions/0/latest")).isEqualTo("true");
        assertThat(told.text("/versions/1/kind")).isEqualTo("object");
        assertThat(told.text("/versions/1/latest")).isEqualTo("false");
        assertThat(told.text("/versions/1/size")).isEqualTo("6");
        assertThat(told.text("/versions/1/sha256")).hasSize(64);
        assertThat(walk("/versions/a/b?limit=1", "/version")).isEqualTo(made);
        assertThat(walk("/versions/a/b?limit=3", "/version")).isEqualTo(made);
    }

    @Test
    void showsHiddenVersionsWhereAsked() {
        withoutVersioning();
        String first = kit.put("k", "one").text("/version");
        String second = kit.put("k", "two").text("/version");
        kit.send("DELETE", "/objects/k").is(204);

        kit.send("GET", "/versions/k").refused(404, "NoSuchKey");
        Told told = kit.send("GET", "/versions/k?hidden=true").is(200);
        assertThat(told.text("/versions/0/kind")).isEqualTo("tombstone");
        assertThat(told.text("/versions/1/version")).isEqualTo(second);
        assertThat(told.text("/versions/2/version")).isEqualTo(first);
        assertThat(told.json().at("/versions/2").has("hidden")).isTrue();
    }

    @Test
    void bringsBackAVersion() {
        withoutVersioning();
        String first = kit.put("k", "one").text("/version");
        kit.put("k", "two");
        kit.send("DELETE", "/objects/k").is(204);

        kit.send("POST", "/undelete/k").is(201);
        assertThat(kit.get("k").is(200).body()).isEqualTo("two");
        Told made = kit.send("POST", "/undelete/k?version=" + first).is(201);
        assertThat(made.text("/version")).isNotEqualTo(first);
        assertThat(kit.get("k").is(200).body()).isEqualTo("one");
        kit.send("POST", "/undelete/k").refused(409, "NotDeleted");
        kit.send("POST", "/undelete/none").refused(404, "NoSuchKey");
        String other = kit.put("other", "x").text("/version");
        kit.send("POST", "/undelete/k?version=" + other).refused(404, "NoSuchVersion");
    }

    @Test
    void listsVersionsOfABucket() {
        for (String key : List.of("a", "d/x", "d/y", "b")) {
            kit.put(key, "1");
            kit.put(key, "2");
        }

        assertThat(walk("/versions?limit=3", "/key"))
                .containsExactly("a", "a", "b", "b", "d/x", "d/x", "d/y", "d/y");
        assertThat(walk("/versions?prefix=d/&limit=1", "/key"))
                .containsExactly("d/x", "d/x", "d/y", "d/y");
        Told folders = kit.send("GET", "/versions?delimiter=/").is(200);
        assertThat(folders.json().at("/prefixes").get(0).asText()).isEqualTo("d/");
        assertThat(folders.json().at("/versions")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/versions?limit=0",
                "/versions?cursor=%21",
                "/versions?cursor=YQ",
                "/versions?cursor=YS9i",
                "/versions/k?cursor=YQ",
                "/versions/k?limit=1001",
                "/versions/k?hidden=no"
            })
    void refusesNonsense(String below) {
        kit.put("k", "x");

        kit.send("GET", below).refused(400, "InvalidArgument");
    }
}
