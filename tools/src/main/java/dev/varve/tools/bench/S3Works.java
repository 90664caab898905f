package dev.varve.tools.bench;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Signer;
import dev.varve.tools.s3.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The works of [S3Load], and the objects that they read. Requests that repeat are signed once;
/// bodies are random and new each time, so that nothing compresses and nothing is there already.
final class S3Works {
    static final String BUCKET = "bench";
    static final int KEYS = 1000;
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int LARGE = 8 * MIB;
    private static final int LARGE_KEYS = 16;

    private final Signer signer;
    private final String host;
    private final AtomicLong next = new AtomicLong();
    private final MultipartWork multipart;

    S3Works(Endpoint endpoint) {
        this.signer = endpoint.signer();
        this.host = endpoint.host();
        this.multipart = new MultipartWork(endpoint, LARGE, 32);
    }

    /// Puts what is read.
    void prepare(S3Client client) throws IOException {
        client.require(S3Request.bucket("PUT", BUCKET));
        for (int i = 0; i < KEYS; i++) {
            client.require(object("PUT", small(i)).body(random(KIB, i)));
        }
        for (int i = 0; i < LARGE_KEYS; i++) {
            client.require(object("PUT", large(i)).body(random(LARGE, i)));
        }
        multipart.prepare();
    }

    List<Work> all() {
        return List.of(
                Work.small("get-1k", cycling(reads("GET"), KIB)),
                Work.small("head-1k", cycling(reads("HEAD"), 0)),
                Work.small("list-1k", cycling(List.of(signed(listing())), 0)).of(KEYS),
                Work.small("put-1k", () -> putting("put/", KIB, Payload.HASHED)),
                Work.large("get-8m", cycling(largeReads(), LARGE)),
                Work.large("put-8m", () -> putting("large/put/", LARGE, Payload.UNSIGNED)),
                Work.large("put-8m-hashed", () -> putting("large/put/", LARGE, Payload.HASHED))
                        .at(16),
                Work.large(
                                "put-8m-chunks",
                                () -> putting("large/put/", LARGE, Payload.SIGNED_CHUNKS))
                        .at(16),
                Work.large("put-256m", multipart::puts),
                Work.large("get-256m", cycling(multipart.partReads(), LARGE)),
                Work.large("get-256m-whole", cycling(List.of(multipart.read()), multipart.size()))
                        .at(1, 16));
    }

    private static String small(int number) {
        return "small/%04d".formatted(number);
    }

    private static String large(int number) {
        return "large/get/%02d".formatted(number);
    }

    private static S3Request object(String method, String key) {
        return S3Request.object(method, BUCKET, key);
    }

    private static S3Request listing() {
        return S3Request.bucket("GET", BUCKET).query("list-type", "2").query("prefix", "small/");
    }

    private Wire signed(S3Request request) {
        return signer.sign(request, host, Payload.HASHED);
    }

    private List<Wire> reads(String method) {
        return IntStream.range(0, KEYS).mapToObj(i -> signed(object(method, small(i)))).toList();
    }

    private List<Wire> largeReads() {
        return IntStream.range(0, LARGE_KEYS)
                .mapToObj(i -> signed(object("GET", large(i))))
                .toList();
    }

    private Supplier<Step> cycling(List<Wire> requests, long bytesEach) {
        return () ->
                connection -> {
                    int at = (int) (next.getAndIncrement() % requests.size());
                    Step.exchange(connection, requests.get(at));
                    return bytesEach;
                };
    }

    private Step putting(String prefix, int size, Payload payload) {
        byte[] body = random(size, next.getAndIncrement());
        return connection -> {
            long number = next.getAndIncrement();
            ByteBuffer.wrap(body).putLong(number);
            S3Request request = object("PUT", prefix + number).body(body);
            Step.exchange(connection, signer.sign(request, host, payload));
            return size;
        };
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
