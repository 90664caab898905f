package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreResourceTest {
    @TempDir private Path directory;
    private ObjectsKit kit;
    private String then = "";

    @BeforeEach
    void open() {
        kit = ObjectsKit.open(directory);
        kit.put("a/deleted", "one");
        kit.put("a/changed", "two");
        kit.put("b", "three");
        then = position();
        kit.send("DELETE", "/objects/a/deleted").is(204);
        kit.put("a/changed", "changed");
        kit.put("a/added", "more");
        kit.send("DELETE", "/objects/b").is(204);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private String position() {
        return Long.toString(kit.api.store("alice").position().value());
    }

    private Told restore(String form) {
        return kit.send("POST", "/restore", "{\"as_of\":\"" + then + "\"" + form + "}");
    }

    private void assertRestored() {
        assertThat(kit.get("a/deleted").is(200).body()).isEqualTo("one");
        assertThat(kit.get("a/changed").is(200).body()).isEqualTo("two");
        kit.get("a/added").refused(404, "NoSuchKey");
    }

    @Test
    void tellsWhatItWouldDo() {
        String before = position();
        Told told = restore(",\"dry_run\":true").is(200);
        assertThat(told.json().at("/back").toString()).isEqualTo("{\"objects\":2,\"bytes\":8}");
        assertThat(told.json().at("/changed").toString()).isEqualTo("{\"objects\":1,\"bytes\":3}");
        assertThat(told.json().at("/gone").toString()).isEqualTo("{\"objects\":1,\"bytes\":4}");
        assertThat(told.json().at("/sample/0").toString())
                .isEqualTo("{\"bucket\":\"bkt\",\"key\":\"a/added\",\"becomes\":\"gone\"}");
        assertThat(told.json().has("position")).isFalse();
        assertThat(position()).isEqualTo(before);
    }

    @Test
    void restoresTheBucketAndTakesThatBack() {
        String before = position();
        Told told = restore("").is(200);
        assertThat(told.text("/position")).isEqualTo(position());
        assertRestored();
        assertThat(kit.get("b").is(200).body()).isEqualTo("three");
        kit.api.varve.maintenance().settle();
        then = before;
        restore("").is(200);
        assertThat(kit.get("a/changed").is(200).body()).isEqualTo("changed");
        kit.get("b").refused(404, "NoSuchKey");
    }

    @Test
    void restoresAPrefix() {
        restore(",\"prefix\":\"a/\"").is(200);
        assertRestored();
        kit.get("b").refused(404, "NoSuchKey");
    }

    @Test
    void restoresOneKey() {
        Told told = restore(",\"key\":\"a/changed\"").is(200);
        assertThat(told.text("/changed/objects")).isEqualTo("1");
        assertThat(kit.get("a/changed").is(200).body()).isEqualTo("two");
        assertThat(kit.get("a/added").is(200).body()).isEqualTo("more");
        assertThat(restore(",\"key\":\"a/changed\"").is(200).json().has("position")).isFalse();
    }

    @Test
    void restoresEverythingForOperators() {
        String form = "{\"as_of\":\"" + then + "\"}";
        kit.api.send("POST", "/v1/restore", form).refused(403, "AccessDenied");
        kit.api.request("POST", "/v1/restore").by("root").body(form).send().is(200);
        assertRestored();
    }

    @Test
    void refusesWhatItCannotDo() {
        kit.send("POST", "/restore", "{}").refused(400, "InvalidArgument");
        kit.send("POST", "/restore", "{\"as_of\":\"yesterday\"}").refused(400, "InvalidArgument");
        kit.send("POST", "/restore", "{\"as_of\":\"99999\"}").refused(400, "InvalidArgument");
        kit.send("POST", "/restore", "{\"as_of\":\"2999-01-01T00:00:00Z\"}")
                .refused(400, "InvalidArgument");
        kit.send("POST", "/restore", "{\"as_of\":\"2001-01-01T00:00:00Z\"}")
                .refused(404, "NoSuchBucket");
        restore(",\"key\":\"a\",\"prefix\":\"a\"").refused(400, "InvalidArgument");
        restore(",\"nonsense\":1").refused(400, "MalformedJSON");
    }
}
