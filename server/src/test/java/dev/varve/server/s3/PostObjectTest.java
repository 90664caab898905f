package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.LengthRange;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.FakeCall.Answer;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostObjectTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static PostObject by(
            Principal principal, LengthRange length, Map<String, String> seen) {
        return new PostObject(
                (request, bucket, fields) -> {
                    seen.putAll(fields);
                    seen.put("bucket", bucket);
                    return new PostPolicy.Verified(
                            new Authenticated(principal, new Payload.Unsigned(), false), length);
                },
                (request, caller) -> KIT.store(caller.id()));
    }

    private static PostObject byAlice() {
        return by(S3Kit.ALICE, LengthRange.ANY, new HashMap<>());
    }

    private static String field(String name, String value) {
        return "--xyz\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + value
                + "\r\n";
    }

    private static FakeCall post(String... fields) {
        return post("body", fields);
    }

    private static FakeCall post(String file, String[] fields) {
        String form =
                String.join("", fields)
                        + "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a b.txt\"\r\n\r\n"
                        + file
                        + "\r\n--xyz--\r\n";
        return KIT.call("")
                .header("content-type", "multipart/form-data; boundary=xyz")
                .by(Principal.ANONYMOUS)
                .body(form);
    }

    @Test
    void storesTheFile() {
        Answer answer =
                post(
                                field("key", "k"),
                                field("Content-Type", "text/plain"),
                                field("acl", "private"),
                                field("X-Amz-Meta-A", "b"),
                                field(
                                        "tagging",
                                        "<Tagging><TagSet><Tag><Key>t</Key><Value>1</Value></Tag></TagSet></Tagging>"),
                                field("x-ignore-this", "x"))
                        .send(byAlice());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("etag")).isEqualTo('"' + S3Kit.md5Hex("body") + '"');
        assertThat(answer.header("location"))
                .isEqualTo("http://localhost:9000/" + KIT.bucket() + "/k");
        Answer got = KIT.get("k");
        assertThat(got.text()).isEqualTo("body");
        assertThat(got.header("content-type")).isEqualTo("text/plain");
        assertThat(got.header("x-amz-meta-a")).isEqualTo("b");
        assertThat(got.header("x-amz-tagging-count")).isEqualTo("1");
    }

    @Test
    void namesTheFileWherePolicyAndKeySayFilename() {
        Map<String, String> seen = new HashMap<>();

        post(field("key", "dir/${filename}")).send(by(S3Kit.ALICE, LengthRange.ANY, seen));

        assertThat(seen).containsEntry("key", "dir/a b.txt").containsEntry("bucket", KIT.bucket());
        assertThat(KIT.get("dir/a b.txt").text()).isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource({"200,200", "201,201", "204,204", "404,204", "'',204"})
    void answersWithTheStatusAskedFor(String asked, int status) {
        Answer answer =
                post(field("key", "k"), field("success_action_status", asked)).send(byAlice());

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void tellsAllIn201() {
        Answer answer =
                post(field("key", "k"), field("success_action_status", "201")).send(byAlice());

        assertThat(answer.text()).contains("<PostResponse><Location>http://");
        assertThat(answer.element("Bucket")).isEqualTo(KIT.bucket());
        assertThat(answer.element("Key")).isEqualTo("k");
        assertThat(answer.element("ETag")).isEqualTo('"' + S3Kit.md5Hex("body") + '"');
    }

    @Test
    void sendsTheBrowserOn() {
        String etag = "%22" + S3Kit.md5Hex("body") + "%22";
        String tail = "bucket=" + KIT.bucket() + "&key=a%2Fb&etag=" + etag;

        Answer plain =
                post(
                                field("key", "a/b"),
                                field("success_action_redirect", "https://x.example/done"))
                        .send(byAlice());
        assertThat(plain.status()).isEqualTo(303);
        assertThat(plain.header("location")).isEqualTo("https://x.example/done?" + tail);
        Answer query =
                post(field("key", "a/b"), field("redirect", "http://x.example/?a=1#top"))
                        .send(byAlice());
        assertThat(query.header("location")).isEqualTo("http://x.example/?a=1&" + tail + "#top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "/relative", "not a url", "http:opaque"})
    void ignoresTargetsThatAreNoAddress(String target) {
        assertThat(
                        post(field("key", "k"), field("success_action_redirect", target))
                                .send(byAlice())
                                .status())
                .isEqualTo(204);
    }

    @Test
    void keepsTheLengthThatThePolicyAllows() {
        post(field("key", "k"))
                .fails(
                        by(S3Kit.ALICE, new LengthRange(0, 3), new HashMap<>()),
                        ErrorCode.ENTITY_TOO_LARGE);
        post(field("key", "k"))
                .fails(
                        by(S3Kit.ALICE, new LengthRange(5, 9), new HashMap<>()),
                        ErrorCode.ENTITY_TOO_SMALL);
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
        post(field("key", "k")).send(by(S3Kit.ALICE, new LengthRange(4, 4), new HashMap<>()));
    }

    @Test
    void checksChecksums() {
        post(field("key", "k"), field("x-amz-checksum-sha256", S3Kit.sha256Base64("other")))
                .fails(byAlice(), ErrorCode.BAD_DIGEST);
        post(field("key", "k"), field("content-md5", S3Kit.md5Base64("other")))
                .fails(byAlice(), ErrorCode.BAD_DIGEST);
        Answer answer =
                post(field("key", "k"), field("x-amz-checksum-sha256", S3Kit.sha256Base64("body")))
                        .send(byAlice());
        assertThat(answer.header("x-amz-checksum-sha256")).isEqualTo(S3Kit.sha256Base64("body"));
    }

    @Test
    void refusesWhoMayNotWrite() {
        post(field("key", "k"))
                .fails(
                        by(Principal.ANONYMOUS, LengthRange.ANY, new HashMap<>()),
                        ErrorCode.ACCESS_DENIED);
        post(field("key", "k"))
                .fails(by(S3Kit.BOB, LengthRange.ANY, new HashMap<>()), ErrorCode.ACCESS_DENIED);
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void refusesWhatPolicyRefuses() {
        PostObject refusing =
                new PostObject(
                        (request, bucket, fields) -> {
                            throw new Failed(
                                    ErrorCode.ACCESS_DENIED, "Invalid according to Policy");
                        },
                        (request, caller) -> KIT.store(caller.id()));

        post(field("key", "k")).fails(refusing, ErrorCode.ACCESS_DENIED);
    }

    @Test
    void refusesFieldsThatWouldSplitTheAnswer() {
        post(field("key", "k"), field("x-amz-meta-a", "b\r\nSet-Cookie: x=y"))
                .fails(byAlice(), ErrorCode.INVALID_ARGUMENT);
        post(field("key", "k"), field("x-amz-meta-a: b", "c"))
                .fails(byAlice(), ErrorCode.INVALID_ARGUMENT);
        post(field("key", "k"), field("Content-Type", "a\nb"))
                .fails(byAlice(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void refusesWhatIsNotImplementedOrComplete() {
        post().fails(byAlice(), ErrorCode.INVALID_ARGUMENT);
        post(field("key", "")).fails(byAlice(), ErrorCode.INVALID_ARGUMENT);
        post(field("key", "k"), field("acl", "public-read"))
                .fails(byAlice(), ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
        post(field("key", "k"), field("x-amz-server-side-encryption", "AES256"))
                .fails(byAlice(), ErrorCode.NOT_IMPLEMENTED);
        post(field("key", "k"), field("tagging", "<Tagging>"))
                .fails(byAlice(), ErrorCode.MALFORMED_XML);
        KIT.call("").header("content-type", "multipart/form-data; boundary=xyz").stream(
                        new ByteArrayInputStream(S3Kit.utf8(field("key", "k"))), 1000)
                .fails(byAlice(), ErrorCode.INCOMPLETE_BODY);
        KIT.call("").header("content-type", "multipart/form-data; boundary=xyz").stream(
                        new ByteArrayInputStream(new byte[0]), -1)
                .fails(byAlice(), ErrorCode.MISSING_CONTENT_LENGTH);
    }

    /// Reading a form takes a turn of those that are served, and anybody may send one slowly.
    @Test
    void readsOnlySoManyFormsOfUnknownSendersAtATime() {
        assertThat(post(field("key", "k")).fail(byAlice(0)).code()).isEqualTo(ErrorCode.SLOW_DOWN);
        PostObject one = byAlice(1);
        assertThat(post().fail(one).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(post(field("key", "k")).send(one).status()).isEqualTo(204);
    }

    private static PostObject byAlice(int atOnce) {
        return new PostObject(
                (request, bucket, fields) ->
                        new PostPolicy.Verified(
                                new Authenticated(S3Kit.ALICE, new Payload.Unsigned(), false),
                                LengthRange.ANY),
                (request, caller) -> KIT.store(caller.id()),
                atOnce);
    }
}
