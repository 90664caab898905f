package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.server.api.Told;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionsResourceTest {
    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.locking(directory);
        kit.api.bucket("other");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told commit(String parts) {
        return kit.api.send(
                "POST", "/v1/transactions", "{\"parts\":[%s]}".formatted(parts.replace('\'', '"')));
    }

    private String stage(String text) {
        return kit.send("POST", "/staged", text).is(201).text("/staged");
    }

    @Test
    void makesChangesOfAllKindsAtOnce() {
        String tag = kit.put("copied", "c").text("/etag");
        kit.put("moved", "m");
        kit.put("deleted", "d");
        String changed = kit.put("changed", "t").text("/version");
        String staged = stage("staged");

        Told told =
                commit(
                                """
                                {'require':{'bucket':'bkt','key':'copied','if_match':'%s'}},
                                {'put':{'bucket':'bkt','key':'new','staged':'%s','tags':{'a':'1'},
                                  'metadata':{'content_type':'text/x','custom':{'n':'2'}}}},
                                {'copy':{'bucket':'bkt','from':{'key':'copied'},'to':{'key':'c2','bucket':'other'}}},
                                {'move':{'bucket':'bkt','from':{'key':'moved'},'to':{'key':'m2'}}},
                                {'delete':{'bucket':'bkt','key':'deleted'}},
                                {'change':{'bucket':'bkt','key':'changed','tags':{'b':'3'},
                                  'metadata':{'custom':{'x':'y'}},'lock':{'legal_hold':true}}}
                                """
                                        .formatted(tag, staged))
                        .is(200);

        assertThat(told.json().at("/results")).hasSize(6);
        assertThat(told.text("/results/1/object/key")).isEqualTo("new");
        assertThat(told.text("/results/1/object/sha256")).hasSize(64);
        assertThat(told.text("/results/1/object/xxh3")).hasSize(16);
        assertThat(told.text("/results/2/object/bucket")).isEqualTo("other");
        assertThat(told.text("/results/4/marker")).hasSize(32);
        assertThat(told.text("/results/5/version")).isEqualTo(changed);
        assertThat(told.json().at("/position").isNumber()).isTrue();
        Told made = kit.get("new").is(200);
        assertThat(made.body()).isEqualTo("staged");
        assertThat(made.header("content-type")).isEqualTo("text/x");
        assertThat(made.header("x-meta-n")).isEqualTo("2");
        assertThat(kit.api.send("GET", "/v1/buckets/other/objects/c2").is(200).body())
                .isEqualTo("c");
        kit.get("moved").refused(404, "NoSuchKey");
        assertThat(kit.get("m2").is(200).body()).isEqualTo("m");
        kit.get("deleted").refused(404, "NoSuchKey");
        Told after = kit.get("changed").is(200);
        assertThat(after.header("x-meta-x")).isEqualTo("y");
        assertThat(after.header("x-legal-hold")).isEqualTo("true");
        assertThat(after.header("x-version")).isEqualTo(changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'delete':{'bucket':'bkt','key':'b','if_match':'x'}}             | 412 | PreconditionFailed
                    {'delete':{'bucket':'bkt','key':'none','if_match':'*'}}          | 412 | PreconditionFailed
                    {'require':{'bucket':'bkt','key':'none','if_match':'*'}}         | 412 | PreconditionFailed
                    {'require':{'bucket':'bkt','key':'b','if_none_match':'*'}}       | 412 | PreconditionFailed
                    {'put':{'bucket':'bkt','key':'c','staged':'none'}}               | 404 | NoSuchUpload
                    {'put':{'bucket':'bkt','key':'c'}}                               | 400 | InvalidArgument
                    {'copy':{'bucket':'bkt','from':{'key':'none'},'to':{'key':'c'}}} | 404 | NoSuchKey
                    {'copy':{'bucket':'bkt','from':{'key':'b'},'to':{'key':'c','if_match':'*'}}} | 412 | PreconditionFailed
                    {'move':{'bucket':'bkt','from':{'key':'b'},'to':{'key':'b'}}}    | 400 | InvalidArgument
                    {'move':{'from':{'key':'b'},'to':{'key':'c'}}}                   | 400 | InvalidArgument
                    {'change':{'bucket':'bkt','key':'none','tags':{}}}               | 404 | NoSuchKey
                    {'delete':{'bucket':'bkt','key':'a'}}                            | 400 | InvalidArgument
                    {'delete':{'bucket':'none','key':'b'}}                           | 404 | NoSuchBucket
                    {'delete':{'bucket':'bkt'}}                                      | 400 | InvalidArgument
                    {}                                                               | 400 | InvalidArgument
                    null                                                             | 400 | InvalidArgument
                    {'delete':{'bucket':'bkt','key':'b'},'require':{'bucket':'bkt','key':'b'}} | 400 | InvalidArgument
                    """)
    void changesNothingWhereOnePartFails(String part, int status, String code) {
        kit.put("a", "1");
        kit.put("b", "2");

        Told told = commit("{'delete':{'bucket':'bkt','key':'a'}}," + part);
        told.is(status);
        assertThat(told.text("/code")).isEqualTo(code);
        assertThat(told.text("/details/part")).isEqualTo("1");
        kit.get("a").is(200);
        kit.get("b").is(200);
    }

    @Test
    void takesPartsOnlyOfThoseWhoMay() {
        kit.api.store("bob").buckets().create(new BucketName("bobs")).orThrow();
        kit.put("a", "1");

        Told told =
                commit(
                        "{'delete':{'bucket':'bkt','key':'a'}},"
                                + "{'delete':{'bucket':'bobs','key':'x'}}");
        told.refused(403, "AccessDenied");
        assertThat(told.text("/details/part")).isEqualTo("1");
        kit.get("a").is(200);
    }

    @Test
    void makesObjectsOfAStagedBodyOnceAndOnlyForItsOwner() {
        String staged = stage("mine");
        String put = "{'put':{'bucket':'%s','key':'k','staged':'%s'}}";

        kit.api.store("bob").buckets().create(new BucketName("bobs")).orThrow();
        kit.api
                .request("POST", "/v1/transactions")
                .by("bob")
                .body(
                        "{\"parts\":[%s]}"
                                .formatted(put.formatted("bobs", staged).replace('\'', '"')))
                .send()
                .refused(404, "NoSuchUpload");
        commit(put.formatted("bkt", staged)).is(200);
        assertThat(kit.get("k").is(200).body()).isEqualTo("mine");
        commit(put.formatted("bkt", staged)).refused(404, "NoSuchUpload");
    }

    @Test
    void letsGoOfStagedBodies() {
        String staged = stage("x");

        kit.api
                .request("DELETE", ObjectsKit.BUCKET + "/staged/" + staged)
                .by("bob")
                .send()
                .refused(404, "NoSuchUpload");
        kit.send("DELETE", "/staged/" + staged).is(204);
        kit.send("DELETE", "/staged/" + staged).refused(404, "NoSuchUpload");
        kit.request("POST", ObjectsKit.BUCKET + "/staged")
                .header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")
                .body("x")
                .send()
                .refused(400, "BadDigest");
    }

    @Test
    void refusesTooManyAndNone() {
        commit("").refused(400, "InvalidArgument");
        String part = "{'require':{'bucket':'bkt','key':'k'}}";
        commit(part + ("," + part).repeat(1000)).refused(400, "InvalidArgument");
        commit(part).is(200);
    }
}
