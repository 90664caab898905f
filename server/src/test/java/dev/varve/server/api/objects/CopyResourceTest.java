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

class CopyResourceTest {
    @TempDir private Path directory;
    private ObjectsKit kit;
    private Told source;

    @BeforeEach
    void open() {
        kit = ObjectsKit.versioned(directory);
        source =
                kit.request("PUT", ObjectsKit.object("a/b"))
                        .header("content-type", "text/plain")
                        .header("x-meta-color", "blue")
                        .header("x-tags", "t=1")
                        .body("layers")
                        .send()
                        .is(201);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told copy(String body) {
        return kit.send("POST", "/copy", body.replace('\'', '"'));
    }

    @Test
    void copiesWithAllThatIsSaidOfIt() {
        Told made = copy("{'from':{'key':'a/b'},'to':{'key':'c d'}}").is(201);

        assertThat(made.header("location")).isEqualTo("/v1/buckets/bkt/objects/c%20d");
        assertThat(made.text("/etag")).isEqualTo(source.text("/etag"));
        assertThat(made.text("/sha256")).isEqualTo(source.text("/sha256"));
        assertThat(made.text("/xxh3")).isEqualTo(source.text("/xxh3"));
        Told told = kit.get("c d").is(200);
        assertThat(told.body()).isEqualTo("layers");
        assertThat(told.header("content-type")).isEqualTo("text/plain");
        assertThat(told.header("x-meta-color")).isEqualTo("blue");
        assertThat(told.header("x-tag-count")).isEqualTo("1");
    }

    @Test
    void replacesWhatIsGiven() {
        copy("{'from':{'key':'a/b'},'to':{'key':'c'},'tags':{},"
                        + "'metadata':{'content_type':'text/x','custom':{'Size':'9'}}}")
                .is(201);

        Told told = kit.get("c").is(200);
        assertThat(told.header("content-type")).isEqualTo("text/x");
        assertThat(told.header("x-meta-size")).isEqualTo("9");
        assertThat(told.headers().has("x-meta-color")).isFalse();
        assertThat(told.headers().has("x-tag-count")).isFalse();
    }

    @Test
    void copiesAcrossBucketsAndFromThePast() {
        kit.api.bucket("other");
        kit.put("a/b", "newer");

        copy("{'from':{'key':'a/b','version':'%s'},'to':{'bucket':'other','key':'k'}}"
                        .formatted(source.text("/version")))
                .is(201);

        assertThat(kit.api.send("GET", "/v1/buckets/other/objects/k").is(200).body())
                .isEqualTo("layers");
    }

    /// Copying onto itself once destroyed the object.
    @Test
    void copiesOntoItself() {
        copy("{'from':{'key':'a/b'},'to':{'key':'a/b'},'metadata':{'custom':{'n':'1'}}}").is(201);

        Told told = kit.get("a/b").is(200);
        assertThat(told.body()).isEqualTo("layers");
        assertThat(told.header("x-meta-n")).isEqualTo("1");
        copy("{'from':{'key':'a/b'},'to':{'key':'a/b'}}").is(201);
        assertThat(kit.get("a/b").is(200).body()).isEqualTo("layers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'from':{'key':'a/b','if_match':'x'},'to':{'key':'c'}}      | 412 | PreconditionFailed
                    {'from':{'key':'a/b','if_none_match':'*'},'to':{'key':'c'}} | 412 | PreconditionFailed
                    {'from':{'key':'a/b'},'to':{'key':'c','if_match':'*'}}      | 412 | PreconditionFailed
                    {'from':{'key':'a/b'},'to':{'key':'a/b','if_none_match':'*'}} | 412 | PreconditionFailed
                    {'from':{'key':'none'},'to':{'key':'c'}}                    | 404 | NoSuchKey
                    {'from':{'key':'none'},'to':{'key':'c','if_match':'*'}}     | 404 | NoSuchKey
                    {'from':{'key':'a/b','version':'x'},'to':{'key':'c'}}       | 400 | InvalidArgument
                    {'from':{'key':'a/b'},'to':{'key':'c','bucket':'none'}}     | 404 | NoSuchBucket
                    {'from':{'key':'a/b'}}                                      | 400 | InvalidArgument
                    {'from':{},'to':{'key':'c'}}                                | 400 | InvalidArgument
                    {'from':{'key':''},'to':{'key':'c'}}                        | 400 | InvalidArgument
                    {'from':{'key':'a/b'},'to':{'key':'c'},'tags':{'':'x'}}     | 400 | InvalidTag
                    {'from':{'key':'a/b'},'to':{'key':'c'},'metadata':{'custom':{'a b':'x'}}} | 400 | InvalidArgument
                    {'from':{'key':'a/b'},'to':{'key':'c'},'metadata':{'content_type':'a\\nb'}} | 400 | InvalidArgument
                    {'from':{'key':'a/b'},'to':{'key':'c'},'lock':{'legal_hold':true}} | 409 | InvalidBucketState
                    {'from':{'key':'a/b'},'to':{'key':'c'},'copy':1}            | 400 | MalformedJSON
                    """)
    void refusesWhatCannotBe(String body, int status, String code) {
        copy(body).refused(status, code);
        kit.get("c").refused(404, "NoSuchKey");
    }

    @Test
    void asksForBothBuckets() {
        String bobs = "bobs";
        kit.api.store("bob").buckets().create(new dev.varve.log.BucketName(bobs)).orThrow();

        copy("{'from':{'key':'a/b'},'to':{'key':'c','bucket':'bobs'}}")
                .refused(403, "AccessDenied");
        kit.api
                .request("POST", ObjectsKit.BUCKET + "/copy")
                .by("bob")
                .body("{\"from\":{\"key\":\"a/b\"},\"to\":{\"key\":\"c\",\"bucket\":\"bobs\"}}")
                .send()
                .refused(403, "AccessDenied");
    }
}
