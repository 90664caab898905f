package dev.varve.server.s3.chunked;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Examples;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chunked uploads of the AWS documentation, with the signatures it gives.
class SignedChunksTest {
    private static final int LENGTH = 65 * 1024;
    private static final byte[] FIRST = filled(64 * 1024);
    private static final byte[] SECOND = filled(1024);
    private static final String TRAILER = "x-amz-checksum-crc32c:sOO8/Q==\r\n";
    private static final String TRAILER_SIGNATURE =
            "x-amz-trailer-signature:"
                    + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }

    private static FakeRequest.Builder put(String payload) {
        return FakeRequest.builder("PUT", "/examplebucket/chunkObject.txt")
                .header("Host", "s3.amazonaws.com")
                .header("x-amz-date", "20130524T000000Z")
                .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
                .header("x-amz-content-sha256", payload)
                .header("Content-Encoding", "aws-chunked")
                .header("x-amz-decoded-content-length", Integer.toString(LENGTH));
    }

    private static ChunkedDecoder plain(byte[] body) {
        return decoder(
                put("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
                        .header("Content-Length", "66824")
                        .header(
                                "Authorization",
                                Examples.authorization(
                                        "content-encoding;content-length;host;x-amz-content-sha256;"
                                                + "x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
                                        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")),
                body);
    }

    private static ChunkedDecoder trailing(byte[] body) {
        return decoder(
                put("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
                        .header("x-amz-trailer", "x-amz-checksum-crc32c")
                        .header(
                                "Authorization",
                                Examples.authorization(
                                        "content-encoding;host;x-amz-content-sha256;x-amz-date;"
                                                + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                                        "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")),
                body);
    }

    private static ChunkedDecoder decoder(FakeRequest.Builder request, byte[] body) {
        Payload payload = Examples.authenticator().authenticate(request.build()).payload();
        Payload.Chunked chunked = (Payload.Chunked) payload;
        return new ChunkedDecoder(
                new ByteArrayInputStream(body), LENGTH, chunked.signer(), chunked.trailer());
    }

    private static byte[] plainBody() {
        return new Chunks()
                .chunk(FIRST, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                .chunk(SECOND, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                .last("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", "\r\n")
                .done();
    }

    private static byte[] trailingBody(String end) {
        return new Chunks()
                .chunk(FIRST, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
                .chunk(SECOND, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
                .last("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", end)
                .done();
    }

    @Test
    void acceptsSignedChunks() throws IOException {
        assertThat(plainBody()).hasSize(66824);
        assertThat(plain(plainBody()).readAllBytes()).isEqualTo(filled(LENGTH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRAILER + "%s\r\n",
                TRAILER + "%s",
                "\r\n" + TRAILER + "%s",
                "x-amz-checksum-crc32c:sOO8/Q==\n\r\n%s\r\n",
                "X-Amz-Checksum-Crc32c: sOO8/Q== \r\n%s\r\n"
            })
    void acceptsSignedTrailers(String end) throws IOException {
        ChunkedDecoder decoder = trailing(trailingBody(end.formatted(TRAILER_SIGNATURE)));
        assertThat(decoder.readAllBytes()).isEqualTo(filled(LENGTH));
        assertThat(decoder.trailers()).isEqualTo(Map.of("x-amz-checksum-crc32c", "sOO8/Q=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRAILER,
                TRAILER + "\r\n",
                "\r\n",
                "",
                "x-amz-checksum-crc32c:sOO8/R==\r\n%s\r\n",
                "x-amz-checksum-crc32:sOO8/Q==\r\n%s\r\n",
                TRAILER + "x-amz-meta-a:b\r\n%s\r\n",
                "%s\r\n"
            })
    void refusesOtherTrailers(String end) {
        byte[] body = trailingBody(end.formatted(TRAILER_SIGNATURE));
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> trailing(body).readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {TRAILER + "%s" + "x-amz-a:b\r\n\r\n", TRAILER + "%s\r\nx"})
    void refusesWhatFollowsTheSignature(String end) {
        byte[] body = trailingBody(end.formatted(TRAILER_SIGNATURE));
        assertRefused(ErrorCode.INVALID_REQUEST, () -> trailing(body).readAllBytes());
    }

    @Test
    void refusesChunksInAnotherOrder() {
        byte[] body =
                new Chunks()
                        .chunk(
                                SECOND,
                                "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                        .chunk(
                                FIRST,
                                "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                        .last(
                                "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
                                "\r\n")
                        .done();
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> plain(body).readAllBytes());
    }

    @Test
    void refusesChunksWithoutSignature() {
        byte[] body = new Chunks().chunk(FIRST, "").last("", "\r\n").done();
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> plain(body).readAllBytes());
    }

    @Test
    void handsOutNoEndOfAChunkThatIsWrong() throws IOException {
        byte[] body = plainBody();
        body[100] ^= 1;
        ChunkedDecoder decoder = plain(body);
        byte[] target = new byte[FIRST.length];
        assertThat(decoder.readNBytes(target, 0, FIRST.length - 1)).isEqualTo(FIRST.length - 1);
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, decoder::read);
        assertRefused(ErrorCode.INCOMPLETE_BODY, decoder::read);
    }

    @Test
    void handsOutTheLastByteOnlyOfABodyThatIsRight() throws IOException {
        byte[] body = plainBody();
        body[body.length - 5] ^= 1;
        ChunkedDecoder decoder = plain(body);
        assertThat(decoder.readNBytes(LENGTH - 1)).hasSize(LENGTH - 1);
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, decoder::read);
    }

    @Test
    void refusesEveryChangeOfOneByte() {
        byte[] body = trailingBody(TRAILER + TRAILER_SIGNATURE + "\r\n");
        for (int at = 0; at < body.length; at += isInRun(body, at) ? 200 : 1) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = body.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(isRefused(changed) || Chunks.isSame(body, at, changed[at]))
                        .as("byte %d from %d to %d", at, body[at], changed[at])
                        .isTrue();
            }
        }
    }

    /// One byte of the data is like another.
    private static boolean isInRun(byte[] body, int at) {
        return at + 200 < body.length && Arrays.equals(body, at, at + 200, FIRST, 0, 200);
    }

    private static boolean isRefused(byte[] body) {
        try {
            trailing(body).readAllBytes();
            return false;
        } catch (Failed | IOException e) {
            return true;
        }
    }
}
