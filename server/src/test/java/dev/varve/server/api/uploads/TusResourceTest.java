package dev.varve.server.api.uploads;

import static dev.varve.server.api.uploads.TusKit.base64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Metadata;
import dev.varve.server.api.Told;
import dev.varve.server.surface.HttpDates;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    void saysWhenAnUploadExpires() {
        Told told = tus.head(tus.create("k", 3));
        Instant expires = HttpDates.parse(told.headers().get("upload-expires", "")).orElseThrow();
        assertThat(expires)
                .isBetween(
                        Instant.now().plusSeconds(7 * 86_400 - 60),
                        Instant.now().plusSeconds(7 * 86_400));
    }
}
