package dev.varve.server.api.uploads;

import static dev.varve.server.api.uploads.TusKit.base64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

class TusRefusalsTest {
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
    void keepsNothingOfBytesThatAreNotAsDeclared() {
        String upload = tus.create("k", 5);
        Told told = tus.patch(upload, 0, "hallo").header("Upload-Checksum", sha1("hello")).send();
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
                "key aw==,filename YgpjCg==",
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
        tus.api
                .request("HEAD", upload)
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
}
