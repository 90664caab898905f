package dev.varve.server.api.uploads;

import static dev.varve.server.api.uploads.TusKit.base64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Metadata;
import dev.varve.server.api.Told;
import dev.varve.server.surface.HttpDates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TusResourceTest {
    @TempDir private Path directory;
    private TusKit tus;

    @BeforeEach
    void open() {
        tus = new TusKit(directory);
    }

    @AfterEach
    void close() {
        tus.close();
    }

    private static String sha1(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha1 " + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/buckets/photos/tus", "/v1/tus/whatever"})
    void tellsAnybodyWhatThereIs(String path) {
        Told told = tus.api.request("OPTIONS", path).send().is(204);
        assertThat(told.headers().get("tus-version", "")).isEqualTo("1.0.0");
        assertThat(told.headers().get("tus-resumable", "")).isEqualTo("1.0.0");
        assertThat(told.headers().get("tus-max-size", "")).isEqualTo(Long.toString(5L << 40));
        assertThat(told.headers().get("tus-extension", ""))
                .contains(
                        "creation",
                        "creation-with-upload",
                        "creation-defer-length",
                        "expiration",
                        "checksum",
                        "termination",
                        "concatenation");
        assertThat(told.headers().get("tus-checksum-algorithm", ""))
                .contains("md5", "sha1", "sha256", "crc32");
        assertThat(told.headers().get("access-control-expose-headers", ""))
                .contains("Location", "Upload-Offset", "Upload-Expires");
    }

    @Test
    void makesTheObjectWithTheLastByte() {
        Told made =
                tus.creation()
                        .header("Upload-Length", "11")
                        .header(
                                "Upload-Metadata",
                                "filename "
                                        + base64("böse\nfile.txt")
                                        + ",key "
                                        + base64("a/ü.txt")
                                        + ", filetype "
                                        + base64("text/x-mud")
                                        + ",Colour "
                                        + base64("grün")
                                        + ",empty")
                        .send();
        made.refused(400, "InvalidArgument");

        String metadata =
                "filename %s,key %s, filetype %s,Colour %s,empty"
                        .formatted(
                                base64("ü.txt"),
                                base64("a/ü.txt"),
                                base64("text/x-mud"),
                                base64("grün"));
        Told told =
                tus.creation()
                        .header("Upload-Length", "11")
                        .header("Upload-Metadata", metadata)
                        .send()
                        .is(201);
        String upload = TusKit.location(told);
        assertThat(upload).startsWith("/v1/tus/");
        assertThat(told.headers().get("upload-expires", "")).endsWith("GMT");

        Told first = tus.patch(upload, 0, "hello ").send().is(204);
        assertThat(first.headers().get("upload-offset", "")).isEqualTo("6");
        assertThat(first.headers().get("upload-expires", "")).endsWith("GMT");
        assertThat(tus.exists("a/ü.txt")).isFalse();
        Told head = tus.head(upload);
        assertThat(head.headers().get("upload-offset", "")).isEqualTo("6");
        assertThat(head.headers().get("upload-length", "")).isEqualTo("11");
        assertThat(head.headers().get("upload-metadata", "")).isEqualTo(metadata);
        assertThat(head.headers().get("cache-control", "")).isEqualTo("no-store");
        assertThat(head.headers().has("upload-defer-length")).isFalse();

        Told last = tus.patch(upload, 6, "world").send().is(204);
        assertThat(last.headers().get("upload-offset", "")).isEqualTo("11");
        assertThat(tus.content("a/ü.txt")).isEqualTo("hello world");
        Metadata metadataOfObject = tus.version("a/ü.txt").object().attributes().metadata();
        assertThat(metadataOfObject.system()).containsEntry("content-type", "text/x-mud");
        assertThat(metadataOfObject.user())
                .containsEntry("colour", "grün")
                .containsEntry("filename", "ü.txt")
                .containsEntry("empty", "")
                .hasSize(3);

        Told after = tus.head(upload);
        assertThat(after.headers().get("upload-offset", "")).isEqualTo("11");
        assertThat(after.headers().get("upload-length", "")).isEqualTo("11");
        assertThat(after.headers().get("upload-metadata", "")).isEqualTo(metadata);
        assertThat(after.headers().has("upload-expires")).isFalse();
    }

    @Test
    void takesFirstBytesWithTheCreation() {
        Told told =
                tus.creation()
                        .header("Upload-Length", "11")
                        .header("Upload-Metadata", "filename " + base64("hello"))
                        .header("Content-Type", Tus.MEDIA_TYPE)
                        .body("hello")
                        .send()
                        .is(201);
        assertThat(told.headers().get("upload-offset", "")).isEqualTo("5");
        tus.patch(TusKit.location(told), 5, " world").send().is(204);
        assertThat(tus.content("hello")).isEqualTo("hello world");
        assertThat(tus.version("hello").object().attributes().metadata().user()).isEmpty();
    }

    @Test
    void refusesBytesOfAnotherTypeWithTheCreation() {
        tus.creation()
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "key " + base64("k"))
                .body("hello")
                .send()
                .refused(415, "UnsupportedMediaType");
    }

    @Test
    void makesAnEmptyObjectAtOnce() {
        tus.create("empty", 0);
        assertThat(tus.content("empty")).isEmpty();
    }

    @Test
    void learnsTheLengthLater() {
        Told told =
                tus.creation()
                        .header("Upload-Defer-Length", "1")
                        .header("Upload-Metadata", "key " + base64("k"))
                        .send()
                        .is(201);
        String upload = TusKit.location(told);
        tus.patch(upload, 0, "abc").send().is(204);
        assertThat(tus.head(upload).headers().get("upload-defer-length", "")).isEqualTo("1");
        assertThat(tus.head(upload).headers().has("upload-length")).isFalse();
        tus.patch(upload, 2, "xyz").header("Upload-Length", "5").send().is(409);
        assertThat(tus.head(upload).headers().has("upload-length")).isFalse();
        tus.patch(upload, 3, "d").header("Upload-Length", "2").send().is(400);
        tus.patch(upload, 3, "d").header("Upload-Length", "5").send().is(204);
        tus.patch(upload, 4, "e").header("Upload-Length", "6").send().is(400);
        assertThat(tus.head(upload).headers().get("upload-length", "")).isEqualTo("5");
        tus.patch(upload, 4, "e").header("Upload-Length", "5").send().is(204);
        assertThat(tus.content("k")).isEqualTo("abcde");
    }

    @Test
    void keepsNothingOfBytesThatAreNotAsDeclared() {
        String upload = tus.create("k", 5);
        Told told =
                tus.patch(upload, 0, "hallo").header("Upload-Checksum", sha1("hello")).send();
        told.refused(460, "ChecksumMismatch");
        assertThat(told.headers().get("tus-resumable", "")).isEqualTo("1.0.0");
        assertThat(tus.offset(upload)).isZero();
        tus.patch(upload, 0, "hello").header("Upload-Checksum", "sha512 AAAA").send().is(400);
        tus.patch(upload, 0, "hello").header("Upload-Checksum", "crc32 AAAA").send().is(400);
        tus.patch(upload, 0, "hello").header("Upload-Checksum", sha1("hello")).send().is(204);
        assertThat(tus.content("k")).isEqualTo("hello");
    }

    @Test
    void forgetsACreationWhoseBytesAreNotAsDeclared() {
        tus.creation()
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "key " + base64("k"))
                .header("Content-Type", Tus.MEDIA_TYPE)
                .header("Upload-Checksum", sha1("other"))
                .body("hello")
                .send()
                .refused(460, "ChecksumMismatch");
        assertThat(tus.api.send("GET", "/v1/buckets/photos/uploads").json().at("/uploads"))
                .isEmpty();
    }

    @Test
    void refusesAnotherOffset() {
        String upload = tus.create("k", 9);
        tus.patch(upload, 0, "abc").send().is(204);
        for (long offset : new long[] {0, 1, 4, 9}) {
            tus.patch(upload, offset, "xyz").send().refused(409, "UploadOffsetMismatch");
        }
        assertThat(tus.offset(upload)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 400",
        "'', 400",
        "1.0, 400",
        "0x0, 400",
        "+0, 400",
        "９, 400",
        "9223372036854775808, 409",
        "99999999999999999999999999, 409",
        "9999999999999999999999999999999999999999, 400"
    })
    void refusesHostileOffsets(String offset, int status) {
        String upload = tus.create("k", 9);
        tus.request("PATCH", upload)
                .header("Upload-Offset", offset)
                .header("Content-Type", Tus.MEDIA_TYPE)
                .body("abc")
                .send()
                .is(status);
        assertThat(tus.offset(upload)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 400",
        "'', 400",
        "1e3, 400",
        "5497558138881, 413",
        "9223372036854775807, 413",
        "9223372036854775808, 413",
        "99999999999999999999999999, 413"
    })
    void refusesHostileLengths(String length, int status) {
        tus.creation()
                .header("Upload-Length", length)
                .header("Upload-Metadata", "key " + base64("k"))
                .send()
                .is(status);
        assertThat(tus.api.send("GET", "/v1/buckets/photos/uploads").json().at("/uploads"))
                .isEmpty();
    }

    @Test
    void refusesMoreThanWasDeclared() {
        String upload = tus.create("k", 3);
        tus.patch(upload, 0, "abcd").send().refused(413, "EntityTooLarge");
        assertThat(tus.offset(upload)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key",
                "key !",
                "key a",
                "key /w==",
                "key aw==,key aw==",
                "key aw==,,x",
                "key aw==,KEY aw==",
                ",",
                "other aw==",
                "key aw==,(x) aw==",
                "key aw==,x Cg==",
                "key aw==,filetype Cg=="
            })
    void refusesMetadataThatIsNone(String metadata) {
        tus.creation()
                .header("Upload-Length", "3")
                .header("Upload-Metadata", metadata)
                .send()
                .refused(400, "InvalidArgument");
    }

    @Test
    void refusesTooMuchMetadata() {
        String many =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "k" + i + " aw==")
                        .collect(Collectors.joining(","));
        tus.creation()
                .header("Upload-Length", "3")
                .header("Upload-Metadata", many)
                .send()
                .refused(400, "InvalidArgument");
        tus.creation()
                .header("Upload-Length", "3")
                .header("Upload-Metadata", "key aw==,x " + base64("x".repeat(3000)))
                .send()
                .refused(400, "MetadataTooLarge");
        tus.creation()
                .header("Upload-Length", "3")
                .header("Upload-Metadata", "key " + base64("x".repeat(1025)))
                .send()
                .refused(400, "InvalidArgument");
    }

    @ParameterizedTest
    @CsvSource({
        "Upload-Defer-Length, 2",
        "Upload-Defer-Length, 1",
        "Upload-Concat, nonsense",
        "Upload-Concat, final;",
        "Upload-Concat, final;/v1/tus/x",
        "Upload-Length, 5"
    })
    void refusesHeadersThatContradict(String name, String value) {
        int status =
                tus.creation()
                        .header("Upload-Length", name.equals("Upload-Length") ? value : "3")
                        .header("Upload-Concat", name.equals("Upload-Length") ? "final;/x" : "")
                        .header("Upload-Metadata", "key " + base64("k"))
                        .header(name, value)
                        .send()
                        .status();
        assertThat(status).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.2.2", "1.0", "2.0.0"})
    void refusesOtherVersions(String version) {
        String upload = tus.create("k", 3);
        for (String method : new String[] {"HEAD", "PATCH", "DELETE", "POST"}) {
            Told told = tus.request(method, upload).header("Tus-Resumable", version).send();
            told.refused(412, "UnsupportedTusVersion");
            assertThat(told.headers().get("tus-version", "")).isEqualTo("1.0.0");
            assertThat(told.headers().get("tus-resumable", "")).isEqualTo("1.0.0");
        }
        assertThat(tus.offset(upload)).isZero();
    }

    @Test
    void refusesBytesOfAnotherType() {
        String upload = tus.create("k", 3);
        tus.patch(upload, 0, "abc")
                .header("Content-Type", "application/octet-stream")
                .send()
                .refused(415, "UnsupportedMediaType");
    }

    @Test
    void terminates() {
        String upload = tus.create("k", 3);
        tus.patch(upload, 0, "ab").send().is(204);
        tus.request("DELETE", upload).send().is(204);
        for (String method : new String[] {"HEAD", "DELETE"}) {
            Told told = tus.request(method, upload).send().refused(404, "NoSuchUpload");
            assertThat(told.headers().has("upload-offset")).isFalse();
        }
        tus.patch(upload, 2, "c").send().refused(404, "NoSuchUpload");
    }

    @Test
    void leavesTheObjectOfATerminatedUploadAlone() {
        String upload = tus.create("k", 3);
        tus.patch(upload, 0, "abc").send().is(204);
        tus.request("DELETE", upload).send().refused(404, "NoSuchUpload");
        assertThat(tus.content("k")).isEqualTo("abc");
    }

    @Test
    void obeysMethodOverride() {
        String upload = tus.create("k", 3);
        tus.patch(upload, 0, "").send().is(204);
        Told told =
                tus.request("POST", upload)
                        .header("X-HTTP-Method-Override", "PATCH")
                        .header("Upload-Offset", "0")
                        .header("Content-Type", Tus.MEDIA_TYPE)
                        .body("ab")
                        .send()
                        .is(204);
        assertThat(told.headers().get("upload-offset", "")).isEqualTo("2");
        Told head =
                tus.request("POST", upload).header("X-HTTP-Method-Override", "HEAD").send().is(200);
        assertThat(head.headers().get("upload-offset", "")).isEqualTo("2");
        tus.request("POST", upload).send().refused(405, "MethodNotAllowed");
        tus.request("POST", upload).header("X-HTTP-Method-Override", "DELETE").send().is(204);
        tus.request("HEAD", upload).send().is(404);
    }

    @Test
    void joinsPartials() {
        String first = tus.partial("hello ");
        String second = tus.partial("world");
        assertThat(tus.head(first).headers().get("upload-concat", "")).isEqualTo("partial");
        String concat = "final;" + first + " http://example.com" + second;
        Told told =
                tus.creation()
                        .header("Upload-Concat", concat)
                        .header("Upload-Metadata", "filename " + base64("joined"))
                        .send()
                        .is(201);
        String upload = TusKit.location(told);
        assertThat(tus.content("joined")).isEqualTo("hello world");
        Told head = tus.head(upload);
        assertThat(head.headers().get("upload-length", "")).isEqualTo("11");
        assertThat(head.headers().get("upload-offset", "")).isEqualTo("11");
        assertThat(head.headers().get("upload-concat", "")).isEqualTo(concat);
        tus.patch(upload, 11, "more").send().refused(403, "AccessDenied");
        tus.patch(first, 6, "more").send().is(413);
        tus.request("DELETE", first).send().is(204);
        tus.request("DELETE", second).send().is(204);
        assertThat(tus.content("joined")).isEqualTo("hello world");
    }

    @Test
    void joinsManyPartials() {
        String concat =
                IntStream.range(0, 100)
                        .mapToObj(i -> tus.partial("part " + i + ";"))
                        .collect(Collectors.joining(" ", "final;", ""));
        tus.creation()
                .header("Upload-Concat", concat)
                .header("Upload-Metadata", "key " + base64("many"))
                .send()
                .is(201);
        assertThat(tus.content("many"))
                .isEqualTo(
                        IntStream.range(0, 100)
                                .mapToObj(i -> "part " + i + ";")
                                .collect(Collectors.joining()));
    }

    @Test
    void joinsOnlyWholePartials() {
        String whole = tus.partial("whole");
        String open =
                TusKit.location(
                        tus.creation()
                                .header("Upload-Length", "5")
                                .header("Upload-Concat", "partial")
                                .send()
                                .is(201));
        tus.creation()
                .header("Upload-Concat", "final;" + whole + " " + open)
                .header("Upload-Metadata", "key " + base64("k"))
                .send()
                .refused(409, "UploadIncomplete");
        assertThat(tus.exists("k")).isFalse();
    }

    @Test
    void decidesConditionsWithTheLastByte() {
        String upload =
                TusKit.location(
                        tus.creation()
                                .header("Upload-Length", "3")
                                .header("If-None-Match", "*")
                                .header("Upload-Metadata", "key " + base64("k"))
                                .send()
                                .is(201));
        String other =
                TusKit.location(
                        tus.creation()
                                .header("Upload-Length", "3")
                                .header(
                                        "Upload-Metadata",
                                        "if-none-match " + base64("*") + ",key " + base64("k"))
                                .send()
                                .is(201));
        tus.patch(upload, 0, "one").send().is(204);
        tus.patch(other, 0, "two").send().refused(412, "PreconditionFailed");
        assertThat(tus.content("k")).isEqualTo("one");
        tus.request("HEAD", other).send().refused(412, "PreconditionFailed");
        String match =
                TusKit.location(
                        tus.creation()
                                .header("Upload-Length", "3")
                                .header("If-Match", "\"" + tus.version("k").object().etag() + "\"")
                                .header("Upload-Metadata", "key " + base64("k"))
                                .send()
                                .is(201));
        tus.patch(match, 0, "two").send().is(204);
        assertThat(tus.content("k")).isEqualTo("two");
    }

    @Test
    void letsNobodyGoOnWhoMayNotPutTheKey() {
        String upload = tus.create("k", 3);
        for (String method : new String[] {"HEAD", "PATCH", "DELETE"}) {
            tus.request(method, upload)
                    .by("bob")
                    .header("Upload-Offset", "0")
                    .header("Content-Type", Tus.MEDIA_TYPE)
                    .send()
                    .refused(403, "AccessDenied");
        }
        tus.api.request("HEAD", upload)
                .header("Tus-Resumable", "1.0.0")
                .send()
                .refused(401, "Unauthenticated");
        tus.creation()
                .by("bob")
                .header("Upload-Length", "3")
                .header("Upload-Metadata", "key " + base64("k"))
                .send()
                .refused(403, "AccessDenied");
        tus.request("HEAD", upload + "x").send().refused(404, "NoSuchUpload");
        assertThat(tus.offset(upload)).isZero();
    }

    @Test
    void letsNobodyJoinWhatIsOfOthers() {
        tus.api.store("bob").buckets().create(new BucketName("bobs")).orThrow();
        String partial = tus.partial("secret");
        tus.api.request("POST", "/v1/buckets/bobs/tus")
                .by("bob")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Concat", "final;" + partial)
                .header("Upload-Metadata", "key " + base64("stolen"))
                .send()
                .refused(400, "InvalidArgument");
    }

    @Test
    void saysWhenAnUploadExpires() {
        Told told = tus.head(tus.create("k", 3));
        Instant expires =
                HttpDates.parse(told.headers().get("upload-expires", ""))
                        .orElseThrow();
        assertThat(expires)
                .isBetween(
                        Instant.now().plusSeconds(7 * 86_400 - 60),
                        Instant.now().plusSeconds(7 * 86_400));
    }
}
