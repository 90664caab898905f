package dev.varve.server.s3.chunked;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.varve.server.http.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Framing, without signatures.
class ChunkedDecoderTest {
    private static final String TRAILER = "x-amz-checksum-crc32:AAAAAA==\r\n";

    private static ChunkedDecoder decoder(String raw, long declared) {
        return decoder(raw, declared, true);
    }

    private static ChunkedDecoder decoder(String raw, long declared, boolean trailer) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        return new ChunkedDecoder(new ByteArrayInputStream(bytes), declared, null, trailer);
    }

    private static String read(String raw, long declared) throws IOException {
        try (ChunkedDecoder decoder = decoder(raw, declared)) {
            return new String(decoder.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void refuse(ErrorCode code, String raw, long declared) {
        assertRefused(code, () -> read(raw, declared));
    }

    @Test
    void joinsChunks() throws IOException {
        String raw = "5\r\nhello\r\n1;x=y\r\n \r\n00A\r\nwide\r\n\r\nwx\r\n0\r\n\r\n";
        assertThat(read(raw, 16)).isEqualTo("hello wide\r\n\r\nwx");
        assertThat(read(raw, -1)).isEqualTo("hello wide\r\n\r\nwx");
    }

    @Test
    void readsEmptyBodies() throws IOException {
        assertThat(read("0\r\n\r\n", 0)).isEmpty();
        assertThat(read("0\r\n" + TRAILER + "\r\n", 0)).isEmpty();
    }

    @Test
    void givesTheTrailersAtTheEnd() throws IOException {
        ChunkedDecoder decoder = decoder("1\r\nx\r\n0\r\n" + TRAILER + "X-Amz-B: c:d \r\n\r\n", 1);
        assertThatIllegalStateException().isThrownBy(decoder::trailers);
        assertThat(decoder.read()).isEqualTo('x');
        assertThat(decoder.read()).isEqualTo(-1);
        assertThat(decoder.read()).isEqualTo(-1);
        assertThat(decoder.trailers())
                .isEqualTo(Map.of("x-amz-checksum-crc32", "AAAAAA==", "x-amz-b", "c:d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n" + TRAILER + "\r\n",
                "0\r\n" + TRAILER,
                "0\r\n\r\n" + TRAILER + "\r\n",
                "0\r\nx-amz-checksum-crc32:AAAAAA==\n\r\n",
                "0\r\nx-amz-checksum-crc32: AAAAAA== \r\n\r\n"
            })
    void takesTrailersAsClientsSendThem(String end) throws IOException {
        ChunkedDecoder decoder = decoder("1\r\nx\r\n" + end, 1);
        assertThat(decoder.readAllBytes()).hasSize(1);
        assertThat(decoder.trailers()).isEqualTo(Map.of("x-amz-checksum-crc32", "AAAAAA=="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0\r\n", "0\r\n\r\n"})
    void takesTrailersThatAreMissing(String end) throws IOException {
        ChunkedDecoder decoder = decoder(end, 0);
        assertThat(decoder.readAllBytes()).isEmpty();
        assertThat(decoder.trailers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n"})
    void mayLackTheLastLineWithoutTrailers(String end) throws IOException {
        ChunkedDecoder decoder = decoder("1\r\nx\r\n0\r\n" + end, 1, false);
        assertThat(decoder.readAllBytes()).hasSize(1);
        assertThat(decoder.trailers()).isEmpty();
    }

    @Test
    void refusesTrailersThatWereNotAnnounced() {
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> decoder("0\r\n" + TRAILER + "\r\n", 0, false).readAllBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "'', INCOMPLETE_BODY",
        "'5', INCOMPLETE_BODY",
        "'5\r\n', INCOMPLETE_BODY",
        "'5\r\nhel', INCOMPLETE_BODY",
        "'5\r\nhello', INCOMPLETE_BODY",
        "'5\r\nhello\r', INCOMPLETE_BODY",
        "'5\r\nhello\r\n', INCOMPLETE_BODY",
        "'5\r\nhello\r\n0', INCOMPLETE_BODY",
        "'5\r\nhello\r\n0\r\nx-amz-a:b', INCOMPLETE_BODY",
        "'4\r\nhell\r\n0\r\n\r\n', INCOMPLETE_BODY",
        "'6\r\nhello!\r\n0\r\n\r\n', INCOMPLETE_BODY",
        "'7fffffffffffffff\r\nhello', INCOMPLETE_BODY",
        "'5\r\nhello\r\n7fffffffffffffff\r\nhello', INCOMPLETE_BODY"
    })
    void refusesBodiesOfOtherLength(String raw, ErrorCode code) {
        refuse(code, raw, 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "\r\n5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "5;\u00e4\r\nhello\r\n0\r\n\r\n",
                ";chunk-signature=x\r\nhello\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "8000000000000000\r\nhello\r\n0\r\n\r\n",
                "00000000000000005\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello!\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nno header\r\n\r\n",
                "5\r\nhello\r\n0\r\n: b\r\n\r\n",
                "5\r\nhello\r\n0\r\na b: c\r\n\r\n",
                "5\r\nhello\r\n0\r\na:\u0001\r\n\r\n",
                "5\r\nhello\r\n0\r\na:b\r\nA:c\r\n\r\n",
                "5\r\nhello\r\n0\r\na:b\r\n\r\nmore",
                "5\r\nhello\r\n0\r\na:b\r\n\r\n0\r\n\r\n"
            })
    void refusesBadFraming(String raw) {
        refuse(ErrorCode.INVALID_REQUEST, raw, 5);
    }

    @Test
    void limitsTheLineOfAChunk() throws IOException {
        assertThat(read("0;" + "a".repeat(4000) + "\r\n\r\n", 0)).isEmpty();
        refuse(ErrorCode.INVALID_REQUEST, "0;" + "a".repeat(4100) + "\r\n\r\n", 0);
        refuse(ErrorCode.INVALID_REQUEST, "0;" + "a".repeat(1_000_000), 0);
    }

    @Test
    void limitsTheTrailer() throws IOException {
        assertThat(read("0\r\na:" + "b".repeat(16_000) + "\r\n\r\n", 0)).isEmpty();
        refuse(ErrorCode.INVALID_REQUEST, "0\r\na:" + "b".repeat(17_000) + "\r\n\r\n", 0);
        refuse(ErrorCode.INVALID_REQUEST, "0\r\n" + lines(3, 8000) + "\r\n", 0);
        assertThat(read("0\r\n" + lines(31, 10) + "\r\n", 0)).isEmpty();
        refuse(ErrorCode.INVALID_REQUEST, "0\r\n" + lines(32, 10) + "\r\n", 0);
        refuse(ErrorCode.INVALID_REQUEST, "0\r\n" + "\r\n".repeat(100), 0);
    }

    private static String lines(int count, int length) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append('a').append(i).append(':').append("b".repeat(length)).append("\r\n");
        }
        return lines.toString();
    }

    @Test
    void neverComesToTheEndOfABodyThatIsWrong() throws IOException {
        ChunkedDecoder decoder = decoder("3\r\nabc\r\n2\r\nde\r\n0\r\nnonsense\r\n\r\n", 5);
        byte[] target = new byte[100];
        assertThat(decoder.read(target)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            ErrorCode code = i == 0 ? ErrorCode.INVALID_REQUEST : ErrorCode.INCOMPLETE_BODY;
            assertRefused(code, () -> decoder.read(target));
        }
        assertThatIllegalStateException().isThrownBy(decoder::trailers);
    }

    @Test
    void staysBrokenWhenTheConnectionBreaks() {
        InputStream breaking =
                new FilterInputStream(new ByteArrayInputStream(new byte[] {'5', '\r', '\n', 'a'})) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        int read = super.read(target, offset, length);
                        if (read < 0) {
                            throw new IOException("reset");
                        }
                        return read;
                    }
                };
        ChunkedDecoder decoder = new ChunkedDecoder(breaking, 5, null, false);
        assertThatIOException().isThrownBy(decoder::readAllBytes).withMessage("reset");
        assertRefused(ErrorCode.INCOMPLETE_BODY, decoder::read);
    }

    @Test
    void readsTheSameHoweverTheBytesArrive() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] data = new byte[100_000];
        random.nextBytes(data);
        for (int round = 0; round < 20; round++) {
            byte[] raw = Chunks.unsigned(data, random, TRAILER);
            ChunkedDecoder decoder =
                    new ChunkedDecoder(new Dribble(raw, random), data.length, null, true);
            assertThat(Dribble.readAll(decoder, random)).as("seed %d", seed).isEqualTo(data);
            assertThat(decoder.trailers()).hasSize(1);
        }
    }

    @Test
    void readsOneHugeChunkInNoMoreThanItsBuffer() throws IOException {
        long size = 1L << 30;
        InputStream huge =
                new InputStream() {
                    private final byte[] head =
                            (Long.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                    private final byte[] tail = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                    private long at;

                    @Override
                    public int read() {
                        throw new AssertionError("no byte comes alone");
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        if (at < head.length) {
                            return copy(head, target, offset);
                        }
                        if (at < head.length + size) {
                            int read = (int) Math.min(length, head.length + size - at);
                            at += read;
                            return read;
                        }
                        return at == head.length + size ? copy(tail, target, offset) : -1;
                    }

                    private int copy(byte[] from, byte[] target, int offset) {
                        System.arraycopy(from, 0, target, offset, from.length);
                        at += from.length;
                        return from.length;
                    }
                };
        ChunkedDecoder decoder = new ChunkedDecoder(huge, size, null, false);
        byte[] target = new byte[64 * 1024];
        long total = 0;
        for (int read = decoder.read(target); read >= 0; read = decoder.read(target)) {
            total += read;
        }
        assertThat(total).isEqualTo(size);
    }

    @Test
    void readsNothingIntoNothing() throws IOException {
        ChunkedDecoder decoder = decoder("1\r\nx\r\n0\r\n\r\n", 1);
        assertThat(decoder.read(new byte[0])).isZero();
        assertThat(decoder.readAllBytes()).hasSize(1);
        assertThat(decoder.read(new byte[0])).isZero();
    }
}
