package dev.varve.server.s3.chunked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Examples;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.SdkSigner;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;

/// The AWS SDK cuts and signs bodies, Varve joins and checks them.
class SdkChunksTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static FakeRequest put(byte[] body, boolean signed, boolean trailer) {
        return SdkSigner.sign(
                SdkSigner.request(
                        "PUT", "key", Map.of(), Map.of("content-encoding", List.of("gzip"))),
                body,
                new SdkSigner.How(
                        false, signed, true, trailer ? DefaultChecksumAlgorithm.CRC32 : null));
    }

    private static ChunkedDecoder decoder(FakeRequest request, byte[] raw, Random random) {
        Payload payload = Examples.authenticator().authenticate(request).payload();
        Payload.Chunked chunked = (Payload.Chunked) payload;
        long declared = Long.parseLong(request.headers().get("x-amz-decoded-content-length", "-1"));
        return new ChunkedDecoder(
                new Dribble(raw, random), declared, chunked.signer(), chunked.trailer());
    }

    private byte[] data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, false",
        "1, true, false",
        "131072, true, false",
        "300000, true, false",
        "0, true, true",
        "1, true, true",
        "300000, true, true",
        "0, false, true",
        "1, false, true",
        "131073, false, true",
        "300000, false, true"
    })
    void joinsWhatTheSdkCut(int length, boolean signed, boolean trailer) throws IOException {
        byte[] data = data(length);
        FakeRequest request = put(data, signed, trailer);
        assertThat(request.headers().get("x-amz-content-sha256", ""))
                .isEqualTo(
                        "STREAMING-"
                                + (signed ? "AWS4-HMAC-SHA256-PAYLOAD" : "UNSIGNED-PAYLOAD")
                                + (trailer ? "-TRAILER" : ""));
        ChunkedDecoder decoder = decoder(request, request.body().readAllBytes(), random);
        assertThat(Dribble.readAll(decoder, random)).as("seed %d", seed).isEqualTo(data);
        assertThat(decoder.trailers().keySet())
                .isEqualTo(trailer ? Set.of("x-amz-checksum-crc32") : Set.of());
    }

    @Test
    void leavesAnUnsignedPayloadAsItIs() throws IOException {
        byte[] data = data(1000);
        FakeRequest request = put(data, false, false);
        assertThat(Examples.authenticator().authenticate(request).payload())
                .isEqualTo(new Payload.Unsigned());
        assertThat(request.body().readAllBytes()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesEveryChangeOfOneByte(boolean trailer) throws IOException {
        FakeRequest request = put(data(40), true, trailer);
        byte[] raw = request.body().readAllBytes();
        for (int at = 0; at < raw.length; at++) {
            byte[] changed = raw.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(isRefused(request, changed) || Chunks.isSame(raw, at, changed[at]))
                    .as("seed %d, byte %d from %d to %d", seed, at, raw[at], changed[at])
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesEveryCut(boolean trailer) throws IOException {
        FakeRequest request = put(data(40), true, trailer);
        byte[] raw = request.body().readAllBytes();
        for (int length = 0; length < raw.length - 2; length++) {
            assertThat(isRefused(request, Arrays.copyOf(raw, length)))
                    .as("%d bytes of %d", length, raw.length)
                    .isTrue();
        }
    }

    private boolean isRefused(FakeRequest request, byte[] raw) throws IOException {
        try {
            Dribble.readAll(decoder(request, raw, random), random);
            return false;
        } catch (Failed e) {
            return true;
        }
    }
}
