package dev.varve.tools.bench;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// Puts objects from many callers at once.
final class Load {
    static final BucketName BUCKET = new BucketName("bench");
    static final int KIB = 1024;
    private final ObjectStore store;
    private final LongFunction<byte[]> content;
    private final AtomicLong next = new AtomicLong();

    Load(ObjectStore store, LongFunction<byte[]> content) {
        this.store = store;
        this.content = content;
    }

    static byte[] random(long number) {
        byte[] bytes = new byte[KIB];
        new SplittableRandom(number).nextBytes(bytes);
        return bytes;
    }

    /// Lines as of an access log.
    static byte[] text(long number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder lines = new StringBuilder(KIB + 128);
        while (lines.length() < KIB) {
            lines.append(
                    "2026-11-21T06:00:%02d.%03dZ GET /photos/%06d.jpg 200 %d \"agent/1.0\"%n"
                            .formatted(
                                    random.nextInt(60),
                                    random.nextInt(1000),
                                    random.nextInt(1_000_000),
                                    random.nextInt(1 << 20)));
        }
        return lines.substring(0, KIB).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    long done() {
        return next.get();
    }

    void put(long number) {
        store.put(
                        PutRequest.of(
                                BUCKET,
                                ObjectKey.of("photos/2026/%09d.bin".formatted(number)),
                                Body.of(content.apply(number))))
                .orThrow();
    }

    /// Puts numbered objects from `callers` threads until `total` are done or the time is over.
    void run(int callers, long total, long nanos) {
        long end = System.nanoTime() + nanos;
        CountDownLatch left = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            putUntil(total, end);
                        } finally {
                            left.countDown();
                        }
                    });
        }
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void putUntil(long total, long end) {
        while (System.nanoTime() < end) {
            long number = next.getAndIncrement();
            if (number >= total) {
                next.decrementAndGet();
                return;
            }
            put(number);
        }
    }
}
