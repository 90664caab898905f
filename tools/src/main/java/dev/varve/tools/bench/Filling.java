package dev.varve.tools.bench;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Connection;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Numbered objects of one size that do not compress and are all different.
///
/// @param prefix before the number in their keys
record Filling(String prefix, int count, int bytes) {
    static final String BUCKET = "bench";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    String key(int number) {
        return "%s/%07d".formatted(prefix, number);
    }

    /// The content of one of them: the same each time.
    byte[] content(int number) {
        return stamped(random(), number);
    }

    private byte[] random() {
        byte[] all = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(all);
        return all;
    }

    private static byte[] stamped(byte[] all, int number) {
        SplittableRandom random = new SplittableRandom(number);
        for (int at = 0; at + Long.BYTES <= all.length; at += 4 << 10) {
            ByteBuffer.wrap(all).putLong(at, random.nextLong());
        }
        return all;
    }

    /// Puts all of them over so many connections.
    void into(Endpoint server, int connections, Watch watch) throws IOException {
        AtomicInteger next = new AtomicInteger();
        List<Future<Integer>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                callers.add(threads.submit(() -> put(server, next, watch)));
            }
            for (Future<Integer> caller : callers) {
                caller.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the first node takes no more: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private int put(Endpoint server, AtomicInteger next, Watch watch) throws IOException {
        Signer signer = server.signer();
        byte[] body = random();
        int done = 0;
        try (S3Connection connection = S3Connection.open(server.address(), PATIENCE)) {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                S3Request request = S3Request.object("PUT", BUCKET, key(i)).body(stamped(body, i));
                Step.exchange(connection, signer.sign(request, server.host(), Payload.UNSIGNED));
                watch.at("put " + prefix, i + 1L, count);
                done++;
            }
        }
        return done;
    }
}
