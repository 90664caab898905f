package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.JournalCursor;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.server.http.RequestNote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3HandlerTest {
    @TempDir Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void servesBucketAndObjectFromBeginningToEnd() {
        kit.send("PUT", "/bucket").is(200);
        kit.send("PUT", "/bucket/a/b", "hello").is(200);
        assertThat(kit.get("/bucket/a/b").is(200).body()).isEqualTo("hello");
        assertThat(kit.send("HEAD", "/bucket/a/b").is(200).headers().first("etag"))
                .contains("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(kit.get("/bucket?list-type=2").one("Contents/Size")).isEqualTo("5");
        kit.send("DELETE", "/bucket/a/b").is(204);
        kit.get("/bucket/a/b").refused(404, "NoSuchKey");
        kit.send("DELETE", "/bucket").is(204);
        kit.get("/bucket").refused(404, "NoSuchBucket");
    }

    @Test
    void findsBucketInHost() {
        kit.bucket("bucket");
        kit.send(inHost("PUT", "/a//b").body("x")).is(200);
        assertThat(kit.send(inHost("GET", "/")).all("Contents/Key")).containsExactly("a//b");
        assertThat(kit.get("/bucket/a//b").is(200).body()).isEqualTo("x");
        kit.send(inHost("PUT", "/bucket/k").body("y")).is(200);
        assertThat(kit.get("/bucket/bucket/k").body()).isEqualTo("y");
    }

    @Test
    void keepsAwkwardKeysApart() {
        kit.bucket("bucket");
        List<String> paths =
                List.of(
                        "a",
                        "a/",
                        "a//b",
                        "a/b",
                        "/a",
                        "..",
                        ".",
                        "a/../b",
                        "%252F",
                        "%00",
                        "a+b",
                        "a%20b",
                        "%C3%BC",
                        "%F0%90%80%80",
                        "%EF%BF%BD");
        for (String path : paths) {
            kit.send("PUT", "/bucket/" + path, path).is(200);
        }
        Set<String> bodies = new HashSet<>();
        for (String path : paths) {
            assertThat(kit.get("/bucket/" + path).is(200).body()).isEqualTo(path);
            bodies.add(path);
        }
        assertThat(kit.get("/bucket?encoding-type=url").all("Contents/Key")).hasSameSizeAs(bodies);
        assertThat(kit.get("/bucket/a%2Fb").body()).isEqualTo("a/b");
    }

    @Test
    void deniesNobodyAndOthers() {
        kit.bucket("bucket").put("bucket", "key");
        for (String method : List.of("GET", "PUT", "DELETE")) {
            for (String target : List.of("/bucket/key", "/bucket", "/bucket?tagging")) {
                kit.send(SentRequest.of(method, target)).is(403);
            }
        }
        assertThat(kit.send(SentRequest.of("HEAD", "/bucket/key")).is(403).body()).isEmpty();
        kit.send(SentRequest.of("GET", "/bucket/key").by("bob")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/bucket/key").by("root")).is(200);
        kit.send(SentRequest.of("GET", "/bucket/key").by("mallory"))
                .refused(403, "InvalidAccessKeyId");
        assertThat(kit.get("/bucket/key").body()).isEqualTo("key");
    }

    @Test
    void tellsOfMissingBucketsOnlyToWhoSigns() {
        kit.get("/missing/key").refused(404, "NoSuchBucket");
        kit.get("/Not_A_Name/key").refused(404, "NoSuchBucket");
        kit.send("PUT", "/missing/key", "x").refused(404, "NoSuchBucket");
        kit.send("DELETE", "/missing/key").refused(404, "NoSuchBucket");
        kit.send("POST", "/missing?delete", "<Delete/>").refused(404, "NoSuchBucket");
        kit.send(SentRequest.of("GET", "/missing/key")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/missing/key").by("scoped")).refused(403, "AccessDenied");
        assertThat(kit.get("/missing/a").one("BucketName")).isEqualTo("missing");
    }

    @Test
    void tellsScopedCallersNothingOfBucketsThatTheyCouldCopyFrom() {
        kit.bucket("shared").bucket("other");
        for (String source : List.of("/missing/k", "/other/k", "/shared/out/k")) {
            kit.send(copyByScoped("/shared/in/k", source)).refused(403, "AccessDenied");
        }
        kit.send(copyByScoped("/shared/in/k", "/shared/in/none")).refused(404, "NoSuchKey");
        kit.send(
                        SentRequest.of("PUT", "/shared/in/k")
                                .by("alice")
                                .header("x-amz-copy-source", "/missing/k"))
                .refused(404, "NoSuchBucket");
    }

    private static SentRequest copyByScoped(String target, String source) {
        return SentRequest.of("PUT", target).by("scoped").header("x-amz-copy-source", source);
    }

    @Test
    void limitsScopedCallers() {
        kit.bucket("shared").put("shared", "in/a", "out/b");
        kit.send(SentRequest.of("GET", "/shared/in/a").by("scoped")).is(200);
        kit.send(SentRequest.of("PUT", "/shared/in/c").by("scoped").body("x")).is(200);
        kit.send(SentRequest.of("GET", "/shared/out/b").by("scoped")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("PUT", "/shared/d").by("scoped")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("HEAD", "/shared").by("scoped")).is(200);
        kit.send(SentRequest.of("DELETE", "/shared").by("scoped")).refused(403, "AccessDenied");
    }

    @Test
    void letsScopedCallersDeleteManyBelowTheirPrefixOnly() {
        kit.bucket("shared").put("shared", "in/a", "out/b");
        Told deleted =
                kit.send(
                                SentRequest.of("POST", "/shared?delete")
                                        .by("scoped")
                                        .header("content-md5", "qZh78ttvoeZ258nMOzHH8g==")
                                        .body(
                                                "<Delete><Object><Key>in/a</Key></Object><Object>"
                                                        + "<Key>out/b</Key></Object></Delete>"))
                        .is(200);
        assertThat(deleted.one("Deleted/Key")).isEqualTo("in/a");
        assertThat(deleted.one("Error/Key")).isEqualTo("out/b");
        assertThat(deleted.one("Error/Code")).isEqualTo("AccessDenied");
        kit.get("/shared/out/b").is(200);
    }

    @Test
    void refusesOverridesWithoutSignature() {
        kit.bucket("bucket").put("bucket", "key");
        kit.send(SentRequest.of("GET", "/bucket/key?response-content-type=a/b"))
                .refused(400, "InvalidRequest");
        kit.get("/bucket/key?response-content-type=a/b").is(200);
    }

    @Test
    void refusesBucketOfAnotherOwnerThanExpected() {
        kit.bucket("bucket").put("bucket", "key");
        kit.send(expecting("bob")).refused(403, "AccessDenied");
        kit.send(expecting("alice")).is(200);
    }

    /// Law 8, through the whole handler: no sub-resource of S3 ever reads, overwrites or deletes.
    @Test
    void neverTakesSubResourceForDataVerb() {
        kit.bucket("bucket").put("bucket", "key");
        Recorded before = last();
        for (String name : Parameters.SUB_RESOURCES) {
            for (String target : List.of("/bucket/key", "/bucket/new", "/bucket", "/fresh", "/")) {
                for (String query : List.of(name, name + "=x", name + "&x-id=PutObject")) {
                    for (String method : List.of("PUT", "POST", "DELETE")) {
                        if (!isImplemented(method, target, name)) {
                            kit.send(method, target + "?" + query, "overwritten")
                                    .refused(501, "NotImplemented");
                        }
                    }
                }
            }
        }
        assertThat(last().position()).isEqualTo(before.position());
        assertThat(kit.get("/bucket/key").body()).isEqualTo("key");
    }

    private static boolean isImplemented(String method, String target, String name) {
        Level level = new Addressing(List.of()).target(SentRequest.of(method, target)).level();
        return new Routes(new Owners(new NoUsers()), HandlerKit.noForms())
                .rows().stream()
                        .anyMatch(row ->
                                row.method().equals(method)
                                        && row.level() == level
                                        && row.selectors().equals(Set.of(name)));
    }

    @Test
    void refusesParametersThatNobodyKnows() {
        kit.bucket("bucket").put("bucket", "key");
        kit.send("PUT", "/bucket/key?unheard=of", "x").refused(501, "NotImplemented");
        kit.send("DELETE", "/bucket/key?unheard").refused(501, "NotImplemented");
        kit.send("PUT", "/bucket/key?versionId=null", "x").refused(501, "NotImplemented");
        kit.send("POST", "/bucket/key?uploads&versionId=null").refused(501, "NotImplemented");
        kit.send("DELETE", "/bucket?versionId=null").refused(501, "NotImplemented");
        kit.send("DELETE", "/bucket/key?versionId=").refused(400, "InvalidArgument");
        kit.get("/bucket/key?versionId=").refused(400, "InvalidArgument");
        kit.send("DELETE", "/bucket?unheard").refused(501, "NotImplemented");
        kit.get("/bucket/key?unheard").refused(501, "NotImplemented");
        assertThat(kit.get("/bucket/key?unheard=of").is(200).body()).isEqualTo("key");
        assertThat(kit.get("/bucket/key?torrent").refused(501, "NotImplemented").one("Parameter"))
                .isEqualTo("torrent");
    }

    @Test
    void refusesPreflights() {
        kit.bucket("bucket");
        kit.send(SentRequest.of("OPTIONS", "/bucket/key").header("origin", "http://a.test"))
                .refused(400, "BadRequest");
        kit.send(
                        SentRequest.of("OPTIONS", "/bucket/key")
                                .header("origin", "http://a.test")
                                .header("access-control-request-method", "GET"))
                .refused(403, "AccessForbidden");
        kit.send(SentRequest.of("OPTIONS", "/bucket")).refused(400, "BadRequest");
        kit.send("PATCH", "/bucket/key").refused(405, "MethodNotAllowed");
        kit.send("GET", "/bucket/%zz").refused(400, "InvalidURI");
        kit.send("GET", "/bucket?prefix=%zz").refused(400, "InvalidURI");
    }

    @Test
    void findsHeadersThatLinksHaveInTheirQuery() {
        kit.bucket("bucket");
        kit.send("PUT", "/bucket/key?X-Amz-Signature=s&x-amz-meta-a=1", "x").is(200);
        assertThat(kit.send("HEAD", "/bucket/key").headers().first("x-amz-meta-a")).contains("1");
        kit.send("PUT", "/bucket/other?x-amz-meta-a=1", "x").is(200);
        assertThat(kit.send("HEAD", "/bucket/other").headers().has("x-amz-meta-a")).isFalse();
        kit.send("PUT", "/bucket/key?X-Amz-Signature=s&x-amz-copy-source=/bucket/other", "x")
                .refused(501, "NotImplemented");
    }

    /// Expires in 2100; allows keys of `bucket` that begin with `up/`.
    private static final String POLICY =
            "eyJleHBpcmF0aW9uIjoiMjEwMC0wMS0wMVQwMDowMDowMFoiLCJjb25kaXRp"
                    + "b25zIjpbeyJidWNrZXQiOiJidWNrZXQifSxbInN0YXJ0cy13aXRoIiwiJGtl"
                    + "eSIsInVwLyJdXX0=";

    private static final String SIGNATURE = "ubm9pPXdexfcaviswyX/H9G+IK4=";

    @Test
    void letsFormsSayWhoPostsThem() {
        kit.bucket("bucket");
        Told posted =
                kit.send(
                                form(
                                        "key",
                                        "up/${filename}",
                                        "AWSAccessKeyId",
                                        "alice",
                                        "policy",
                                        POLICY,
                                        "signature",
                                        SIGNATURE))
                        .is(204);
        assertThat(posted.headers().has("etag")).isTrue();
        assertThat(last().envelope().provenance().actor().id()).isEqualTo("alice");
        assertThat(kit.get("/bucket/up/a.txt").is(200).body()).isEqualTo("posted");
        kit.send(form("key", "up/b")).refused(403, "AccessDenied");
        kit.send(
                        form(
                                "key",
                                "down/b",
                                "AWSAccessKeyId",
                                "alice",
                                "policy",
                                POLICY,
                                "signature",
                                SIGNATURE))
                .refused(403, "AccessDenied");
        kit.send(
                        form(
                                "key",
                                "up/b",
                                "AWSAccessKeyId",
                                "bob",
                                "policy",
                                POLICY,
                                "signature",
                                "wrong"))
                .refused(403, "SignatureDoesNotMatch");
        kit.send("POST", "/bucket", "no form").refused(412, "PreconditionFailed");
        assertThat(kit.get("/bucket").all("Contents/Key")).containsExactly("up/a.txt");
    }

    private static SentRequest form(String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--limit\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append("\"\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        body.append("--limit\r\nContent-Disposition: form-data; name=\"file\";")
                .append(" filename=\"a.txt\"\r\n\r\nposted\r\n--limit--\r\n");
        return SentRequest.of("POST", "/bucket")
                .header("content-type", "multipart/form-data; boundary=limit")
                .body(body.toString());
    }

    @Test
    void recordsWhoAskedFromWhereAndUnderWhichId() {
        kit.send("PUT", "/bucket").is(200);
        Provenance provenance = last().envelope().provenance();
        assertThat(provenance.actor().id()).isEqualTo("alice");
        assertThat(provenance.surface()).isEqualTo(Provenance.Surface.S3);
        assertThat(provenance.source()).isEqualTo("127.0.0.1");
        assertThat(provenance.requestId()).isEqualTo("REQ1");
        kit.send(SentRequest.of("PUT", "/other").by("alice").header("x-request-id", "t-1")).is(200);
        assertThat(last().envelope().provenance().requestId()).isEqualTo("REQ1/t-1");
    }

    @Test
    void notesOperationPrincipalAndBucket() {
        kit.bucket("bucket");
        SentRequest put = SentRequest.of("PUT", "/bucket/k?X-Amz-Signature=s&x-amz-acl=private");
        kit.send(put.by("alice").body("x")).is(200);
        assertThat(put.note().operation()).isEqualTo("PutObject");
        assertThat(put.note().principal()).isEqualTo("alice");
        assertThat(put.note().bucket()).isEqualTo("bucket");
        SentRequest unknown = SentRequest.of("PUT", "/bucket/k?torrent").by("alice");
        kit.send(unknown).refused(501, "NotImplemented");
        assertThat(unknown.note().operation()).isEqualTo(RequestNote.UNKNOWN);
        SentRequest denied = SentRequest.of("GET", "/");
        kit.send(denied).refused(403, "AccessDenied");
        assertThat(denied.note().operation()).isEqualTo("ListBuckets");
        assertThat(denied.note().principal()).isEqualTo("anonymous");
        assertThat(denied.note().bucket()).isEqualTo(RequestNote.UNKNOWN);
    }

    @Test
    void putsRequestIdIntoErrors() {
        Told told = kit.get("/missing");
        assertThat(told.one("RequestId")).isEqualTo("REQ1");
        assertThat(told.one("HostId")).isNotEmpty();
        assertThat(told.body()).contains("<Error><Code>").doesNotContain("xmlns");
    }

    @Test
    void asksToComeAgainWhenTheStoreIsClosed() {
        kit.bucket("bucket");
        kit.varve.close();
        kit.send("PUT", "/other").refused(503, "ServiceUnavailable");
    }

    private static SentRequest inHost(String method, String target) {
        return SentRequest.of(method, target).by("alice").header("host", "bucket.s3.test:9000");
    }

    private static SentRequest expecting(String owner) {
        return SentRequest.of("GET", "/bucket/key")
                .by("alice")
                .header("x-amz-expected-bucket-owner", owner);
    }

    private Recorded last() {
        List<Recorded> all = new ArrayList<>();
        try (JournalCursor cursor = kit.varve.journal().read(kit.varve.position())) {
            for (Recorded each = cursor.next(); each != null; each = cursor.next()) {
                all.add(each);
            }
        }
        assertThat(kit.store("alice").buckets().find(new BucketName("none"))).isEmpty();
        return all.getFirst();
    }

    /// Who was let into a bucket of its own is not let into somebody else's of the same name.
    @Test
    void doesNothingToABucketThatTookThePlaceOfTheCallers() {
        String tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
        List<SentRequest> slow =
                List.of(
                        SentRequest.of("PUT", "/bucket/key").by("alice").body("mine"),
                        SentRequest.of("PUT", "/bucket?tagging").by("alice").body(tags),
                        form(
                                "key",
                                "up/a",
                                "AWSAccessKeyId",
                                "alice",
                                "policy",
                                POLICY,
                                "signature",
                                SIGNATURE));
        for (SentRequest request : slow) {
            kit.bucket("bucket");
            Told told = kit.send(request.beforeBody(() -> replace("bucket", "bob")));
            assertThat(told.status()).as(request.target()).isBetween(403, 404);
            kit.send(SentRequest.of("GET", "/bucket?tagging").by("bob"))
                    .refused(404, "NoSuchTagSet");
            assertThat(kit.send(SentRequest.of("GET", "/bucket").by("bob")).all("Contents/Key"))
                    .isEmpty();
            kit.send(SentRequest.of("DELETE", "/bucket").by("bob")).is(204);
        }
    }

    private void replace(String bucket, String owner) {
        kit.send("DELETE", "/" + bucket).is(204);
        kit.send(SentRequest.of("PUT", "/" + bucket).by(owner)).is(200);
    }
}
