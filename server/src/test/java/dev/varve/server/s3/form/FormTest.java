package dev.varve.server.s3.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormTest {
    private static final String TYPE = "multipart/form-data; boundary=xyz";

    private static String field(String name, String value) {
        return "--xyz\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + value
                + "\r\n";
    }

    private static String file(String name, String value) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n"
                + value
                + "\r\n--xyz--\r\n";
    }

    private static Form read(String body) throws IOException {
        return Form.read(stream(body), TYPE);
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void fails(ErrorCode code, String body) {
        assertThatThrownBy(
                        () -> {
                            Form form = read(body);
                            form.file().readAllBytes();
                        })
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo(code));
    }

    @Test
    void readsFieldsAndThenTheFile() throws IOException {
        Form form =
                read(
                        field("key", "a/${filename}")
                                + field("X-Amz-Meta-\u00e4", "\u20ac\r\n--xy")
                                + field("empty", "")
                                + file("b.txt", "body"));

        assertThat(form.fields())
                .containsEntry("KEY", "a/${filename}")
                .containsEntry("x-amz-meta-\u00e4", "\u20ac\r\n--xy")
                .containsEntry("empty", "")
                .hasSize(3);
        assertThat(form.fileName()).isEqualTo("b.txt");
        assertThat(new String(form.file().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data; boundary=xyz",
        "multipart/form-data;boundary=\"xyz\"",
        "Multipart/Form-Data; charset=utf-8; Boundary=xyz",
        "multipart/form-data; boundary=xyz; charset=utf-8"
    })
    void findsBoundaryInType(String type) throws IOException {
        Form form = Form.read(stream(field("a", "1") + file("f", "x")), type);

        assertThat(form.fields()).containsEntry("a", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "application/x-www-form-urlencoded; boundary=xyz"
            })
    void refusesOtherTypes(String type) {
        assertThatThrownBy(() -> Form.read(stream(file("f", "x")), type))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
    }

    @ParameterizedTest
    @CsvSource({"C:\\dir\\a.txt,a.txt", "/home/x/a.txt,a.txt", "a\\\"b.txt,a\"b.txt", "'',''"})
    void takesNameOfFileWithoutFolders(String sent, String name) throws IOException {
        assertThat(read(file(sent, "x")).fileName()).isEqualTo(name);
    }

    @Test
    void takesLongNameOfFileWithLittleStack() throws Exception {
        String name = "n".repeat(7000);
        FutureTask<String> read = new FutureTask<>(() -> read(file(name, "x")).fileName());
        new Thread(null, read, "little stack", 160 << 10).start();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(name);
    }

    @Test
    void findsDelimitersWhereverTheyAreSplit() throws IOException {
        Random random = new Random(42);
        byte[] body = new byte[300_000];
        random.nextBytes(body);
        byte[] almost = "\r\n--xy\r\n--xyy\r\r\n-".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) {
            System.arraycopy(
                    almost, 0, body, random.nextInt(body.length - almost.length), almost.length);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                (field("a", "1") + file("f", ""))
                        .replace("\r\n--xyz--\r\n", "")
                        .getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        all.writeBytes("\r\n--xyz--\r\n".getBytes(StandardCharsets.UTF_8));

        Form form = Form.read(new Drip(all.toByteArray(), random), TYPE);

        assertThat(form.file().readAllBytes()).isEqualTo(body);
    }

    /// Gives a few bytes at a time.
    private static final class Drip extends ByteArrayInputStream {
        private final Random random;

        Drip(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(100)));
        }
    }

    @Test
    void takesFileOfNoBytes() throws IOException {
        assertThat(read(file("f", "")).file().readAllBytes()).isEmpty();
    }

    @Test
    void ignoresWhatComesBehindTheFile() throws IOException {
        String body =
                file("f", "x").replace("--xyz--\r\n", "") + field("after", "1") + "--xyz--\r\n";

        Form form = read(body);

        assertThat(form.file().readAllBytes()).hasSize(1);
        assertThat(form.fields()).isEmpty();
    }

    @Test
    void breaksOffWithTheBody() {
        String whole = field("key", "k") + file("f", "body");
        for (int length = 0; length < whole.indexOf("--xyz--") + 7; length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> read(part).file().readAllBytes())
                    .as("the first " + length + " bytes")
                    .isInstanceOfAny(EOFException.class, Failed.class);
        }
    }

    @Test
    void refusesWhatIsNoForm() {
        fails(ErrorCode.INCORRECT_NUMBER_OF_FILES, field("key", "k") + "--xyz--\r\n");
        fails(ErrorCode.MALFORMED_POST_REQUEST, field("k", "1") + field("K", "2") + file("f", "x"));
        fails(
                ErrorCode.MALFORMED_POST_REQUEST,
                "--xyz\r\nContent-Type: x\r\n\r\nv\r\n" + file("f", "x"));
        fails(ErrorCode.MALFORMED_POST_REQUEST, "--xyzz\r\n\r\nv\r\n" + file("f", "x"));
        fails(
                ErrorCode.MALFORMED_POST_REQUEST,
                "--xyz\r\nContent-Disposition: form-data\r\n--xyz--\r\n");
        fails(ErrorCode.MALFORMED_POST_REQUEST, file("f", "x").replace("--xyz--", "--xyz!!"));
        fails(ErrorCode.MALFORMED_POST_REQUEST, file("f", "x") + "x".repeat(70_000));
    }

    @Test
    void limitsWhatIsBeforeTheFile() throws IOException {
        read(field("a", "x".repeat(20_000)) + file("f", "x"));
        fails(
                ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
                field("a", "x".repeat(20_500)) + file("f", "x"));
        fails(
                ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
                field("a", "").repeat(1).replace("name=", "x=" + "y".repeat(21_000))
                        + file("f", "x"));
        fails(ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED, "x".repeat(30_000));
    }

    /// Anybody may send one: it must not cost more than it is long.
    @Test
    @Timeout(5)
    void takesLongNamesOfFilesInNoTime() throws IOException {
        String name = "n".repeat(19_000);
        for (int i = 0; i < 100; i++) {
            assertThat(read(file(name, "x")).fileName()).isEqualTo(name);
        }
    }
}
