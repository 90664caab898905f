package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tags, metadata and locks: what changes without a new version.
class AttributesTest {
    @TempDir private Path directory;
    private ObjectsKit kit;
    private String version;

    @BeforeEach
    void open() {
        kit = ObjectsKit.locking(directory);
        version =
                kit.request("PUT", ObjectsKit.object("a/b"))
                        .header("content-type", "text/plain")
                        .header("x-meta-color", "blue")
                        .header("x-storage-class", "GLACIER_IR")
                        .body("layers")
                        .send()
                        .is(201)
                        .text("/version");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told put(String below, String body) {
        return kit.send("PUT", below, body.replace('\'', '"'));
    }

    @Test
    void replacesTags() {
        assertThat(kit.send("GET", "/tags/a/b").is(200).json().at("/tags")).isEmpty();

        Told told = put("/tags/a/b", "{'tags':{'Team':'x y','\u00fc':''}}").is(200);
        assertThat(told.text("/tags/Team")).isEqualTo("x y");
        assertThat(told.header("x-version")).isEqualTo(version);
        assertThat(kit.send("GET", "/tags/a/b").json()).isEqualTo(told.json());
        put("/tags/a/b", "{'tags':{'b':'2'}}").is(200);
        assertThat(kit.send("GET", "/tags/a/b").json().at("/tags")).hasSize(1);
        kit.send("DELETE", "/tags/a/b").is(204);
        assertThat(kit.send("GET", "/tags/a/b").json().at("/tags")).isEmpty();
        assertThat(kit.get("a/b").is(200).body()).isEqualTo("layers");
    }

    @Test
    void changesWhatVersionIsNamed() {
        kit.put("a/b", "newer");

        put("/tags/a/b?version=" + version, "{'tags':{'old':'1'}}").is(200);
        assertThat(kit.send("GET", "/tags/a/b").json().at("/tags")).isEmpty();
        assertThat(kit.send("GET", "/tags/a/b?version=" + version).text("/tags/old"))
                .isEqualTo("1");
    }

    @Test
    void replacesMetadataInPlace() {
        Told before = kit.get("a/b");

        Told told =
                put(
                                "/metadata/a/b",
                                "{'content_type':'text/html','cache_control':'no-store',"
                                        + "'custom':{'Size':'9','\u00e9':'x'}}"
                                                .replace("'\u00e9':'x'", "'e':'\u00e9'"))
                        .is(200);
        assertThat(told.text("/content_type")).isEqualTo("text/html");
        assertThat(told.text("/storage_class")).isEqualTo("GLACIER_IR");
        assertThat(told.text("/custom/size")).isEqualTo("9");
        assertThat(told.json().at("/custom").has("color")).isFalse();
        assertThat(kit.send("GET", "/metadata/a/b").json()).isEqualTo(told.json());

        Told after = kit.get("a/b").is(200);
        assertThat(after.header("x-version")).isEqualTo(version);
        assertThat(after.header("etag")).isEqualTo(before.header("etag"));
        assertThat(after.header("content-type")).isEqualTo("text/html");
        assertThat(after.header("cache-control")).isEqualTo("no-store");
        assertThat(after.header("x-meta-e")).isEqualTo("\u00e9");
        assertThat(after.body()).isEqualTo("layers");
        assertThat(kit.send("GET", "/versions/a/b").json().at("/versions")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /tags/a/b     | {}                              | InvalidTag
                    /tags/a/b     | {'tags':{'':'x'}}               | InvalidTag
                    /tags/a/b     | {'tags':{'a':null}}             | InvalidTag
                    /tags/a/b     | {'tags':['a']}                  | MalformedJSON
                    /metadata/a/b | {'custom':{'a b':'x'}}          | InvalidArgument
                    /metadata/a/b | {'custom':{'a':'x','A':'y'}}    | InvalidArgument
                    /metadata/a/b | {'custom':{'a':null}}           | InvalidArgument
                    /metadata/a/b | {'content_type':'a\\r\\nb: c'}  | InvalidArgument
                    /metadata/a/b | {'storage_class':'COLD'}        | InvalidStorageClass
                    /metadata/a/b | {'colour':'x'}                  | MalformedJSON
                    /lock/a/b     | {'mode':'governance'}           | InvalidArgument
                    /lock/a/b     | {'until':'2100-01-01T00:00:00Z'} | InvalidArgument
                    /lock/a/b     | {'mode':'soft','until':'2100-01-01T00:00:00Z'} | InvalidArgument
                    /lock/a/b     | {'mode':'governance','until':'2000-01-01T00:00:00Z'} | InvalidArgument
                    /lock/a/b     | {'mode':'governance','until':'soon'} | MalformedJSON
                    """)
    void refusesNonsense(String below, String body, String code) {
        put(below, body).refused(400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags", "metadata", "lock"})
    void findsOnlyObjects(String what) {
        kit.send("GET", "/" + what + "/none").refused(404, "NoSuchKey");
        String other = kit.put("other", "x").text("/version");
        kit.send("GET", "/" + what + "/a/b?version=" + other).refused(404, "NoSuchVersion");
        kit.send("DELETE", "/objects/a/b").is(204);
        Told gone = kit.send("GET", "/" + what + "/a/b").refused(404, "NoSuchKey");
        assertThat(gone.header("x-delete-marker")).isEqualTo("true");
    }

    @Test
    void locksAndUnlocks() {
        Told open = kit.send("GET", "/lock/a/b").is(200);
        assertThat(open.text("/mode")).isEqualTo("none");
        assertThat(open.text("/legal_hold")).isEqualTo("false");

        String until = "2100-01-01T00:00:00Z";
        Told told =
                put(
                                "/lock/a/b",
                                "{'mode':'governance','until':'%s','legal_hold':true}"
                                        .formatted(until))
                        .is(200);
        assertThat(told.text("/until")).isEqualTo(until);
        assertThat(kit.send("GET", "/lock/a/b").json()).isEqualTo(told.json());
        kit.send("DELETE", "/objects/a/b?version=" + version).refused(409, "ObjectLocked");

        put("/lock/a/b", "{'legal_hold':false}").is(200);
        assertThat(kit.send("GET", "/lock/a/b").text("/mode")).isEqualTo("governance");
        put("/lock/a/b", "{'mode':'none'}").refused(409, "ObjectLocked");
        put("/lock/a/b?bypass=true", "{'mode':'none'}").is(200);
        kit.send("DELETE", "/objects/a/b?version=" + version).is(204);
    }

    /// Both or neither.
    @Test
    void changesNothingWhereOneHalfIsRefused() {
        put("/lock/a/b", "{'mode':'compliance','until':'2100-01-01T00:00:00Z'}").is(200);

        put("/lock/a/b?bypass=true", "{'mode':'none','legal_hold':true}")
                .refused(409, "ObjectLocked");
        assertThat(kit.send("GET", "/lock/a/b").text("/legal_hold")).isEqualTo("false");
    }
}
