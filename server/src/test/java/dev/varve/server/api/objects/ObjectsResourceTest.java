package dev.varve.server.api.objects;

import static dev.varve.server.api.objects.ObjectsKit.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.openhft.hashing.LongHashFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectsResourceTest {
    private static final String TEXT = "hello, layers";

    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.versioned(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm)
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256", text));
    }

    private static String md5(String text) {
        return HexFormat.of().formatHex(digest("MD5", text));
    }

    private static String xxh3(String text) {
        return HexFormat.of()
                .toHexDigits(
                        LongHashFunction.xx3().hashBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void storesAnObjectAndTellsItsDigests() {
        Told made = kit.put("a/b.txt", TEXT);

        assertThat(made.text("/key")).isEqualTo("a/b.txt");
        assertThat(made.text("/size")).isEqualTo("13");
        assertThat(made.text("/etag")).isEqualTo(md5(TEXT));
        assertThat(made.text("/sha256")).isEqualTo(sha256(TEXT));
        assertThat(made.text("/xxh3")).isEqualTo(xxh3(TEXT));
        assertThat(made.header("etag")).isEqualTo('"' + md5(TEXT) + '"');
        assertThat(made.header("location")).isEqualTo("/v1/buckets/bkt/objects/a/b.txt");
        assertThat(made.header("x-version")).isEqualTo(made.text("/version"));
    }

    @Test
    void givesItBackWithAllThatIsKnownOfIt() {
        String version = kit.put("k", TEXT).text("/version");

        Told told = kit.get("k").is(200);
        assertThat(told.body()).isEqualTo(TEXT);
        assertThat(told.header("etag")).isEqualTo('"' + md5(TEXT) + '"');
        assertThat(told.header("x-content-sha256")).isEqualTo(sha256(TEXT));
        assertThat(told.header("x-content-xxh3")).isEqualTo(xxh3(TEXT));
        assertThat(told.header("repr-digest"))
                .isEqualTo(
                        "sha-256=:"
                                + Base64.getEncoder().encodeToString(digest("SHA-256", TEXT))
                                + ":");
        assertThat(told.header("x-version")).isEqualTo(version);
        assertThat(told.header("accept-ranges")).isEqualTo("bytes");
        assertThat(told.header("last-modified")).endsWith(" GMT");
        assertThat(told.header("content-type")).isEqualTo("application/octet-stream");
    }

    @Test
    void keepsHeadersByteForByte() {
        kit.request("PUT", object("k"))
                .header("content-type", "text/x; charset=\"UTF-8\"; a")
                .header("content-encoding", "br")
                .header("content-language", "de-CH, en")
                .header("content-disposition", "attachment; filename=\"a  b\"")
                .header("cache-control", "max-age=60,  private")
                .header("expires", "whenever")
                .header("X-Meta-Color", "Bl\u00fc  e")
                .header("x-meta-n", "")
                .header("x-storage-class", "GLACIER_IR")
                .header("x-tags", "a=1&b=%26")
                .body(TEXT)
                .send()
                .is(201);

        Told told = kit.get("k").is(200);
        assertThat(told.header("content-type")).isEqualTo("text/x; charset=\"UTF-8\"; a");
        assertThat(told.header("content-encoding")).isEqualTo("br");
        assertThat(told.header("content-language")).isEqualTo("de-CH, en");
        assertThat(told.header("content-disposition")).isEqualTo("attachment; filename=\"a  b\"");
        assertThat(told.header("cache-control")).isEqualTo("max-age=60,  private");
        assertThat(told.header("expires")).isEqualTo("whenever");
        assertThat(told.header("x-meta-color")).isEqualTo("Bl\u00fc  e");
        assertThat(told.headers().has("x-meta-n")).isTrue();
        assertThat(told.header("x-storage-class")).isEqualTo("GLACIER_IR");
        assertThat(told.header("x-tag-count")).isEqualTo("2");
    }

    @Test
    void answersHeadAsGetWithoutBody() {
        kit.put("k", TEXT);

        Told head = kit.request("HEAD", object("k")).header("range", "bytes=0-1").send().is(200);
        Told get = kit.get("k");
        assertThat(head.body()).isEmpty();
        List<String> expected = new ArrayList<>();
        get.headers().forEach((name, value) -> expected.add(name + ": " + value));
        List<String> headers = new ArrayList<>();
        head.headers().forEach((name, value) -> headers.add(name + ": " + value));
        assertThat(headers).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4,    206, hello,         bytes 0-4/13",
        "bytes=7-,     206, layers,        bytes 7-12/13",
        "bytes=-6,     206, layers,        bytes 7-12/13",
        "bytes=-99,    206, 'hello, layers', bytes 0-12/13",
        "bytes=5-99,   206, ', layers',    bytes 5-12/13",
        "bytes=5-2,    200, 'hello, layers', ''",
        "'bytes=0-1,3-4', 200, 'hello, layers', ''",
        "lines=0-1,    200, 'hello, layers', ''"
    })
    void givesRanges(String range, int status, String body, String contentRange) {
        kit.put("k", TEXT);

        Told told = kit.request("GET", object("k")).header("range", range).send().is(status);
        assertThat(told.body()).isEqualTo(body);
        assertThat(told.header("content-range")).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=13-", "bytes=99-100", "bytes=-0"})
    void refusesRangeOutsideOfTheObject(String range) {
        kit.put("k", TEXT);

        Told told = kit.request("GET", object("k")).header("range", range).send();
        told.refused(416, "InvalidRange");
        assertThat(told.header("content-range")).isEqualTo("bytes */13");
    }

    /// The order of RFC 9110: tags beat dates, what must match is asked first.
    @ParameterizedTest
    @CsvSource({
        "if-match,            TAG,    '', '',      200",
        "if-match,            *,      '', '',      200",
        "if-match,            '\"x\"', '', '',      412",
        "if-match,            W/TAG,  '', '',      412",
        "if-none-match,       TAG,    '', '',      304",
        "if-none-match,       '\"x\", W/TAG', '', '', 304",
        "if-none-match,       '\"x\"', if-modified-since, FUTURE, 200",
        "if-none-match,       TAG,    if-modified-since, PAST, 304",
        "if-modified-since,   FUTURE, '', '',      304",
        "if-modified-since,   PAST,   '', '',      200",
        "if-modified-since,   rubbish, '', '',     200",
        "if-unmodified-since, PAST,   '', '',      412",
        "if-unmodified-since, PAST,   if-match, TAG, 200",
        "if-match,            '\"x\"', if-none-match, TAG, 412"
    })
    void weighsConditionsAsHttpSays(
            String first, String value, String second, String other, int status) {
        String tag = kit.put("k", TEXT).header("etag");

        var request = kit.request("GET", object("k")).header(first, meant(value, tag));
        if (!second.isEmpty()) {
            request.header(second, meant(other, tag));
        }
        Told told = request.send().is(status);
        if (status == 304) {
            assertThat(told.header("etag")).isEqualTo(tag);
            assertThat(told.body()).isEmpty();
        }
    }

    private static String meant(String text, String tag) {
        return text.replace("TAG", tag)
                .replace("PAST", "Sat, 01 Jan 2000 00:00:00 GMT")
                .replace("FUTURE", "Fri, 01 Jan 2100 00:00:00 GMT");
    }

    @Test
    void givesRangeOnlyOfTheVersionItIsMeantFor() {
        String tag = kit.put("k", TEXT).header("etag");

        var range = kit.request("GET", object("k")).header("range", "bytes=0-4");
        assertThat(range.header("if-range", tag).send().is(206).body()).isEqualTo("hello");
        assertThat(range.header("if-range", "\"x\"").send().is(200).body()).isEqualTo(TEXT);
        assertThat(range.header("if-range", "W/" + tag).send().is(200).body()).isEqualTo(TEXT);
    }

    @Test
    void writesOnlyWhereConditionsHold() {
        var create = kit.request("PUT", object("k")).header("if-none-match", "*");
        String tag = create.body("one").send().is(201).header("etag");

        create.body("two").send().refused(412, "PreconditionFailed");
        var update = kit.request("PUT", object("k"));
        update.header("if-match", "\"x\"").body("two").send().refused(412, "PreconditionFailed");
        assertThat(kit.get("k").body()).isEqualTo("one");
        update.header("if-match", tag).body("two").send().is(201);
        assertThat(kit.get("k").body()).isEqualTo("two");

        kit.request("PUT", object("none"))
                .header("if-match", "*")
                .send()
                .refused(412, "PreconditionFailed");
        kit.request("PUT", object("k"))
                .header("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT")
                .send()
                .refused(412, "PreconditionFailed");
    }

    /// Preconditions are decided by the writer, not before.
    @Test
    void letsOneOfManyCreatorsWin() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                String key = "race-" + round;
                List<Future<Integer>> all =
                        IntStream.range(0, 8)
                                .mapToObj(i ->
                                        threads.submit(() ->
                                                kit.request("PUT", object(key))
                                                        .header("if-none-match", "*")
                                                        .body("by " + i)
                                                        .send()
                                                        .status()))
                                .toList();
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> each : all) {
                    statuses.add(each.get());
                }
                assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 412);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "content-md5,      1B2M2Y8AsgTpgAmY7PhCfg==, BadDigest",
        "content-md5,      rubbish, InvalidDigest",
        "x-content-sha256, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, BadDigest",
        "x-content-sha256, e3b0, InvalidDigest",
        "x-content-xxh3,   2d06800538d394c2, BadDigest",
        "repr-digest,      sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:, BadDigest",
        "content-digest,   'sha-512=:AA==:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:', BadDigest",
        "repr-digest,      sha-512=:AA==:, InvalidDigest",
        "repr-digest,      sha-256=AA, InvalidDigest",
        "repr-digest,      sha-256=:AA==:, InvalidDigest"
    })
    void refusesBodyThatIsNotTheDeclaredOne(String header, String value, String code) {
        kit.request("PUT", object("k")).header(header, value).body(TEXT).send().refused(400, code);
        kit.get("k").refused(404, "NoSuchKey");
    }

    @Test
    void takesBodyThatHasAllDeclaredDigests() {
        String base64 = Base64.getEncoder().encodeToString(digest("SHA-256", TEXT));
        kit.request("PUT", object("k"))
                .header("content-md5", Base64.getEncoder().encodeToString(digest("MD5", TEXT)))
                .header("x-content-sha256", sha256(TEXT))
                .header("x-content-xxh3", xxh3(TEXT))
                .header("repr-digest", "md5=:AA==:, sha-256=:" + base64 + ":;q=1")
                .header("content-digest", "sha-256=:" + base64 + ":")
                .body(TEXT)
                .send()
                .is(201);

        kit.request("PUT", object("k"))
                .header("x-content-sha256", sha256("other"))
                .header("repr-digest", "sha-256=:" + base64 + ":")
                .body(TEXT)
                .send()
                .refused(400, "BadDigest");
    }

    @ParameterizedTest
    @CsvSource({
        "x-storage-class, COLD, 400, InvalidStorageClass",
        "x-tags, a=1&a=2, 400, InvalidTag",
        "x-tags, a=%zz, 400, InvalidArgument",
        "x-lock-mode, governance, 400, InvalidArgument",
        "x-legal-hold, maybe, 400, InvalidArgument",
        "x-legal-hold, true, 409, InvalidBucketState",
        "content-range, bytes 0-1/2, 400, InvalidRequest"
    })
    void refusesWhatCannotBeSaidOfAnObject(String header, String value, int status, String code) {
        kit.request("PUT", object("k"))
                .header(header, value)
                .body(TEXT)
                .send()
                .refused(status, code);
    }

    @Test
    void refusesMoreMetadataThanIsKept() {
        kit.request("PUT", object("k"))
                .header("x-meta-a", "x".repeat(2048))
                .send()
                .refused(400, "MetadataTooLarge");
    }

    @Test
    void readsAndDeletesVersions() {
        String first = kit.put("k", "one").text("/version");
        String second = kit.put("k", "two").text("/version");

        assertThat(kit.send("GET", "/objects/k?version=" + first).is(200).body()).isEqualTo("one");
        Told deleted = kit.send("DELETE", "/objects/k").is(204);
        assertThat(deleted.header("x-delete-marker")).isEqualTo("true");
        Told gone = kit.get("k").refused(404, "NoSuchKey");
        assertThat(gone.header("x-delete-marker")).isEqualTo("true");
        assertThat(gone.header("x-version")).isEqualTo(deleted.header("x-version"));

        kit.send("DELETE", "/objects/k?version=" + gone.header("x-version")).is(204);
        assertThat(kit.get("k").is(200).body()).isEqualTo("two");
        kit.send("DELETE", "/objects/k?version=" + second).is(204);
        assertThat(kit.get("k").is(200).body()).isEqualTo("one");
        kit.send("GET", "/objects/k?version=" + second).refused(404, "NoSuchVersion");
        kit.send("GET", "/objects/k?version=rubbish").refused(400, "InvalidArgument");
    }

    @Test
    void deletesWhatIsNotThere() {
        kit.send("DELETE", "/objects/none").is(204);
        String version = kit.put("k", "x").text("/version");
        kit.send("DELETE", "/objects/k?version=" + version).is(204);
        kit.send("DELETE", "/objects/k?version=" + version).is(204);
    }

    @Test
    void deletesOnlyWhatMatches() {
        String tag = kit.put("k", TEXT).header("etag");

        var delete = kit.request("DELETE", object("k"));
        delete.header("if-match", "\"x\"").send().refused(412, "PreconditionFailed");
        kit.get("k").is(200);
        delete.header("if-match", tag).send().is(204);
        kit.request("DELETE", object("none"))
                .header("if-match", "*")
                .send()
                .refused(412, "PreconditionFailed");
    }

    /// A cache of blocks once gave bytes of another version.
    @Test
    void givesTheBytesOfTheNewestVersionAfterEveryOverwrite() {
        for (int i = 0; i < 50; i++) {
            String text = "same length, other end: %02d".formatted(i);
            kit.put("k", text);
            assertThat(kit.get("k").body()).isEqualTo(text);
            assertThat(kit.request("GET", object("k")).header("range", "bytes=-2").send().body())
                    .isEqualTo("%02d".formatted(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b",
                "a//b",
                "/a",
                "a/",
                "..",
                "../a",
                ".",
                "a%2Fb",
                "a\u0000b",
                "\u00fc"
            })
    void storesAnyKey(String key) {
        kit.put(key, "at " + key);

        assertThat(kit.get(key).is(200).body()).isEqualTo("at " + key);
        assertThat(kit.send("GET", "/objects").text("/objects/0/key")).isEqualTo(key);
    }

    @Test
    void refusesKeyThatIsTooLong() {
        kit.request("PUT", object("\u00fc".repeat(513))).send().refused(400, "InvalidArgument");
        kit.put("\u00fc".repeat(512), "x");
    }

    @Test
    void tellsOthersNothing() {
        kit.put("k", TEXT);

        for (String method : List.of("PUT", "GET", "DELETE")) {
            kit.api.request(method, object("k")).by("bob").send().refused(403, "AccessDenied");
            kit.api.request(method, object("k")).send().refused(401, "Unauthenticated");
        }
        kit.send("DELETE", "/objects/k?bypass=true").is(204);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, true",
        "TEXT/HTML; charset=utf-8, true",
        "image/svg+xml, true",
        "application/xhtml+xml, true",
        "text/xml, true",
        "application/rss+xml, true",
        "text/javascript, true",
        "rubbish, true",
        "text/plain; charset=utf-8, false",
        "image/png, false",
        "video/mp4, false",
        "application/json, false",
        "application/octet-stream, false"
    })
    void keepsBrowsersFromRunningContent(String type, boolean sandboxed) {
        kit.request("PUT", object("k")).header("content-type", type).body("x").send().is(201);

        for (String method : List.of("GET", "HEAD")) {
            Told told = kit.request(method, object("k")).send().is(200);
            assertThat(told.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(told.headers().has("content-security-policy")).isEqualTo(sandboxed);
        }
    }

    @Test
    void locksWhatItStores() throws Exception {
        try (ObjectsKit locking = ObjectsKit.locking(directory.resolve("locking"))) {
            String version =
                    locking.request("PUT", object("k"))
                            .header("x-lock-mode", "governance")
                            .header("x-lock-until", "2100-01-01T00:00:00Z")
                            .header("x-legal-hold", "true")
                            .body(TEXT)
                            .send()
                            .is(201)
                            .text("/version");

            Told told = locking.get("k").is(200);
            assertThat(told.header("x-lock-mode")).isEqualTo("governance");
            assertThat(told.header("x-lock-until")).isEqualTo("2100-01-01T00:00:00Z");
            assertThat(told.header("x-legal-hold")).isEqualTo("true");
            locking.send("DELETE", "/objects/k?version=" + version).refused(409, "ObjectLocked");
            locking.request("PUT", object("k"))
                    .header("x-lock-mode", "governance")
                    .header("x-lock-until", "2000-01-01T00:00:00Z")
                    .send()
                    .refused(400, "InvalidArgument");
        }
    }
}
