package dev.varve.tools.crash;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts objects without a pause, whatever becomes of the server: threads with keys of their own, so that
/// the puts of a key follow each other.
final class HookLoad implements AutoCloseable {
    private static final int THREADS = 3;
    private static final int KEYS = 7;
    private static final int UNAVAILABLE = 503;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    private final String bucket;
    private final Map<String, PutOrder> orders = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Endpoint server;
    private boolean ending;

    HookLoad(String bucket, SplittableRandom random) {
        this.bucket = bucket;
        for (int i = 0; i < THREADS; i++) {
            Writer writer = new Writer("t" + i + "-", random.split());
            threads.add(Thread.ofPlatform().name("hook-load-" + i).daemon(true).start(writer));
        }
    }

    /// Where it is from now on; null when it is going away.
    synchronized void to(@Nullable Endpoint changed) {
        server = changed;
        notifyAll();
    }

    /// By key; once it is closed.
    synchronized Map<String, PutOrder> orders() {
        return Map.copyOf(orders);
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// Null at the end.
    private synchronized @Nullable Endpoint await() throws InterruptedException {
        while (server == null && !ending) {
            wait();
        }
        return ending ? null : server;
    }

    private synchronized void note(String key, String etag, boolean acknowledged) {
        orders.computeIfAbsent(key, _ -> new PutOrder()).add(etag, acknowledged);
    }

    private synchronized void wrong(String what) {
        wrong.add(what);
    }

    @Override
    public void close() {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        try {
            for (Thread thread : threads) {
                if (!thread.join(ENDS_WITHIN)) {
                    throw new IllegalStateException(thread.getName() + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Writer implements Runnable {
        private final String prefix;
        private final SplittableRandom random;
        private long puts;

        Writer(String prefix, SplittableRandom random) {
            this.prefix = prefix;
            this.random = random;
        }

        @Override
        public void run() {
            try {
                for (Endpoint at = await(); at != null; at = await()) {
                    putUntilItFails(at);
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void putUntilItFails(Endpoint at) throws InterruptedException {
            try (S3Client client = new S3Client(at, ANSWERS_WITHIN)) {
                while (at.equals(await()) && put(client)) {
                    Thread.sleep(random.nextInt(8));
                }
            }
        }

        /// False when nobody knows what became of it.
        private boolean put(S3Client client) {
            String key = prefix + random.nextInt(KEYS);
            byte[] content = (prefix + puts++).getBytes(StandardCharsets.UTF_8);
            boolean acknowledged = false;
            try {
                S3Answer answer = client.call(S3Request.object("PUT", bucket, key).body(content));
                acknowledged = answer.isSuccess();
                if (!acknowledged && answer.status() != UNAVAILABLE) {
                    wrong("a put was answered with " + answer.status());
                }
            } catch (IOException e) {
                acknowledged = false; // killed meanwhile
            }
            note(key, md5(content), acknowledged);
            return acknowledged;
        }
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
