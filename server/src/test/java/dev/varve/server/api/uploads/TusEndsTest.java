package dev.varve.server.api.uploads;

import static dev.varve.server.api.uploads.TusKit.base64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TusEndsTest {
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
    void letsNobodyJoinWhatIsOfOthers() {
        tus.api.store("bob").buckets().create(new BucketName("bobs")).orThrow();
        String partial = tus.partial("secret");
        tus.api
                .request("POST", "/v1/buckets/bobs/tus")
                .by("bob")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Concat", "final;" + partial)
                .header("Upload-Metadata", "key " + base64("stolen"))
                .send()
                .refused(400, "InvalidArgument");
    }
}
