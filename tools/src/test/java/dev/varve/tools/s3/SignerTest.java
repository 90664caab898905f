package dev.varve.tools.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Against the examples that AWS publishes with the rules.
class SignerTest {
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");
    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private final Signer signer = new Signer(KEY, "us-east-1", () -> THEN);

    private String head(S3Request request, Payload payload) {
        return new String(signer.sign(request, HOST, payload).head(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void signsGetOfObject() {
        S3Request request = S3Request.of("GET", "/test.txt").header("Range", "bytes=0-9");
        assertThat(head(request, Payload.HASHED))
                .startsWith("GET /test.txt HTTP/1.1\r\nhost: " + HOST + "\r\n")
                .contains("SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,")
                .contains(
                        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
                .endsWith("\r\n\r\n")
                .doesNotContain("content-length");
    }

    @Test
    void signsPutOfObject() {
        S3Request request =
                S3Request.of("PUT", "/test%24file.text")
                        .header("date", "Fri, 24 May 2013 00:00:00 GMT")
                        .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
                        .body("Welcome to Amazon S3.".getBytes(StandardCharsets.US_ASCII));
        assertThat(head(request, Payload.HASHED))
                .contains("content-length: 21\r\n")
                .contains(
                        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void signsParametersInOrder() {
        S3Request request = S3Request.of("GET", "/").query("prefix", "J").query("max-keys", "2");
        assertThat(head(request, Payload.HASHED))
                .startsWith("GET /?max-keys=2&prefix=J HTTP/1.1\r\n")
                .contains(
                        "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void signsParameterWithoutValue() {
        assertThat(head(S3Request.of("GET", "/").query("lifecycle"), Payload.HASHED))
                .contains(
                        "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void signsEachChunk() {
        byte[] body = new byte[65 * 1024];
        Arrays.fill(body, (byte) 'a');
        S3Request request =
                S3Request.of("PUT", "/examplebucket/chunkObject.txt")
                        .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
                        .header("content-length", "66824")
                        .body(body);
        Wire wire = signer.sign(request, "s3.amazonaws.com", Payload.SIGNED_CHUNKS);
        String sent = new String(wire.body(), StandardCharsets.ISO_8859_1);
        assertThat(new String(wire.head(), StandardCharsets.ISO_8859_1))
                .contains(
                        "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        assertThat(sent)
                .startsWith(
                        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n")
                .contains(
                        "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n")
                .endsWith(
                        "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n");
        assertThat(sent).hasSize(66824);
    }

    @Test
    void endsChunksWithTrailerWhereOneIsAnnounced() {
        S3Request request = S3Request.object("PUT", "b", "k").body(new byte[] {'a', 'b', 'c'});
        Wire wire = signer.sign(request, HOST, Payload.CHUNKS_AND_TRAILER);
        assertThat(new String(wire.head(), StandardCharsets.ISO_8859_1))
                .contains("x-amz-trailer: x-amz-checksum-crc32c\r\n")
                .contains("x-amz-decoded-content-length: 3\r\n");
        assertThat(new String(wire.body(), StandardCharsets.ISO_8859_1))
                .isEqualTo("3\r\nabc\r\n0\r\nx-amz-checksum-crc32c:Nks/tw==\r\n\r\n");
    }

    @Test
    void neverShowsTheSecret() {
        assertThat(KEY.toString()).doesNotContain(KEY.secret());
        assertThat(AccessKey.random().secret()).isNotEqualTo(AccessKey.random().secret());
    }
}
