package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Deletes and moves of all objects below a prefix.
class PrefixesTest {
    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.locking(directory);
        List.of("a/1", "a/2", "A/1", "b").forEach(key -> kit.put(key, "at " + key));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told move(String body) {
        return kit.send("POST", "/move", body.replace('\'', '"'));
    }

    private long count(String query) {
        return kit.send("GET", "/objects?count=true" + query).is(200).json().at("/count").asLong();
    }

    @Test
    void deletesWhatIsBelowAndNothingElse() {
        Told dry = kit.send("DELETE", "/objects?prefix=a/&dry_run=true").is(200);
        assertThat(dry.text("/objects")).isEqualTo("2");
        assertThat(dry.text("/bytes")).isEqualTo("12");
        assertThat(dry.text("/sample/0")).isEqualTo("a/1");
        assertThat(dry.json().has("position")).isFalse();
        assertThat(count("")).isEqualTo(4);

        Told done = kit.send("DELETE", "/objects?prefix=a/").is(200);
        assertThat(done.text("/objects")).isEqualTo("2");
        assertThat(done.json().at("/position").isNumber()).isTrue();
        assertThat(count("")).isEqualTo(2);
        kit.get("a/1").refused(404, "NoSuchKey");
        assertThat(kit.get("A/1").is(200).body()).isEqualTo("at A/1");
    }

    @Test
    void deletesEverythingOnlyWhereThatIsSaid() {
        kit.send("DELETE", "/objects").refused(400, "InvalidArgument");
        assertThat(count("")).isEqualTo(4);
        kit.send("DELETE", "/objects?everything=true").is(200);
        assertThat(count("")).isZero();
    }

    @Test
    void deletesNothingWhereOneIsLocked() {
        kit.send("PUT", "/lock/a/2", "{\"legal_hold\":true}").is(200);

        kit.send("DELETE", "/objects?prefix=a/").refused(409, "ObjectLocked");
        assertThat(count("&prefix=a/")).isEqualTo(2);
    }

    @Test
    void movesWhatIsBelow() {
        kit.api.bucket("other");
        Told dry = move("{'from':{'prefix':'a/'},'to':{'prefix':'c/'},'dry_run':true}").is(200);
        assertThat(dry.text("/objects")).isEqualTo("2");
        kit.get("a/1").is(200);

        Told done = move("{'from':{'prefix':'a/'},'to':{'prefix':'x','bucket':'other'}}").is(200);
        assertThat(done.text("/objects")).isEqualTo("2");
        assertThat(done.text("/version")).hasSize(32);
        kit.get("a/1").refused(404, "NoSuchKey");
        assertThat(kit.api.send("GET", "/v1/buckets/other/objects/x1").is(200).body())
                .isEqualTo("at a/1");
        assertThat(count("")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'from':{'prefix':'a/'},'to':{'prefix':'a/b/'}}           | 400 | InvalidArgument
                    {'from':{'prefix':'a/'},'to':{'key':'c'}}                 | 400 | InvalidArgument
                    {'from':{'prefix':'a/','key':'a/1'},'to':{'prefix':'c/'}} | 400 | InvalidArgument
                    {'from':{'prefix':'a/','if_match':'x'},'to':{'prefix':'c/'}} | 400 | InvalidArgument
                    {'from':{'prefix':'a/'},'to':{'prefix':'c/'},'tags':{}}   | 400 | InvalidArgument
                    {'from':{'key':'a/1'},'to':{'key':'c'},'dry_run':true}    | 400 | InvalidArgument
                    {'from':{'prefix':'a/'},'to':{'prefix':'c/','bucket':'none'}} | 404 | NoSuchBucket
                    {'to':{'prefix':'c/'}}                                    | 400 | InvalidArgument
                    {}                                                        | 400 | InvalidArgument
                    """)
    void refusesMovesThatCannotBe(String body, int status, String code) {
        move(body).refused(status, code);
        assertThat(count("&prefix=a/")).isEqualTo(2);
    }

    @Test
    void asksForRightsBelowBothPrefixes() {
        kit.api.store("bob").buckets().create(new BucketName("bobs")).orThrow();

        move("{'from':{'prefix':'a/'},'to':{'prefix':'','bucket':'bobs'}}")
                .refused(403, "AccessDenied");
        kit.api
                .request("DELETE", ObjectsKit.BUCKET + "/objects?prefix=a/")
                .by("bob")
                .send()
                .refused(403, "AccessDenied");
        assertThat(count("")).isEqualTo(4);
    }
}
