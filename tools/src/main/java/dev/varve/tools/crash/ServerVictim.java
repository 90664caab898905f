package dev.varve.tools.crash;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A server that is struck while threads of this process load it over HTTP. It purges and reclaims
/// by itself, as often as it can be told to.
final class ServerVictim implements Victim {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    /// As [CrashStore#config], as far as a server can be told.
    private static final String[] SETTINGS = {
        "limits.part-bytes=1",
        "journal.segment-bytes=1MiB",
        "journal.checkpoint-every=50",
        "journal.preallocate-bytes=256KiB",
        "blobs.small-bytes=64KiB",
        "blobs.block-bytes=64KiB",
        "blobs.pack-bytes=1MiB",
        "blobs.preallocate-bytes=128KiB",
        "blobs.compaction-share=0.3",
        "view.cache-bytes=8MiB",
        "view.write-buffer-bytes=8MiB",
        "view.flush-every=1s",
        "history.min-free=0",
        "history.every=1s",
        "space.reserve-bytes=1MiB",
        "space.min-free-bytes=32MiB"
    };

    private final Order order;
    private final OracleFeed feed;
    private final Report report;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<Thread> load = new ArrayList<>();
    private volatile boolean struck;
    private @Nullable ServerProcess server;

    ServerVictim(Order order, Oracle oracle) {
        this.order = order;
        this.feed = OracleFeed.open(order.logs(), oracle);
        this.report = new Report(this::take);
    }

    /// A server that is not struck answers everything.
    private void take(String line) {
        if (line.startsWith(Report.UNKNOWN + " ") && !struck) {
            feed.take(Report.TROUBLE + " before any blow: " + line);
        }
        feed.take(line);
    }

    @Override
    public void go() {
        ServerProcess started =
                ServerProcess.start(
                        ServerProcess.Order.of(order.data(), order.logs().resolve("server.log"))
                                .and(SETTINGS)
                                .jvm(SMALL_JVM.toArray(String[]::new)));
        server = started;
        start("load-begins", () -> begin(started));
    }

    private void begin(ServerProcess started) {
        try {
            Endpoint endpoint = started.awaitListening(OPENS_WITHIN);
            opened.countDown();
            if (order.threads() > 0) {
                load(endpoint);
            }
        } catch (IllegalStateException e) {
            if (!struck) {
                report.trouble(Report.describe(e));
            }
        }
    }

    private void load(Endpoint endpoint) {
        SplittableRandom random = new SplittableRandom(order.seed());
        for (int i = 0; i < order.threads(); i++) {
            start("load-" + i, new Worker(i, door(endpoint), random.split(), report));
        }
        start("load-reads", new Reader(door(endpoint), random.split(), report));
    }

    private static Door door(Endpoint endpoint) {
        return new S3Door(new S3Client(endpoint, ANSWERS_WITHIN));
    }

    private void start(String name, Runnable task) {
        synchronized (load) {
            if (!struck) {
                load.add(Thread.ofPlatform().name(name).daemon(true).start(task));
            }
        }
    }

    @Override
    public void awaitOpened() {
        try {
            if (!opened.await(OPENS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not open its store in a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasOpened() {
        return opened.getCount() == 0;
    }

    @Override
    public boolean isAlive() {
        return server != null && server.isAlive();
    }

    @Override
    public void kill() {
        List<Thread> threads;
        synchronized (load) {
            struck = true;
            threads = List.copyOf(load);
        }
        if (server != null) {
            server.kill();
        }
        try {
            for (Thread thread : threads) {
                if (!thread.join(ANSWERS_WITHIN.multipliedBy(2))) {
                    throw new IllegalStateException(thread.getName() + " goes on without a server");
                }
            }
            feed.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
