package dev.varve.tools.bench;

import dev.varve.log.ObjectKey;
import dev.varve.server.Feeds;
import dev.varve.server.api.ApiHandler;
import dev.varve.server.api.Endpoints;
import dev.varve.server.api.events.EventsResource;
import dev.varve.server.api.events.Stays;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.feed.Cursors;
import dev.varve.server.feed.FeedSettings;
import dev.varve.server.feed.Followers;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.helidon.HttpListener;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// 10,000 puts of 200 bytes a second while ten followers read every event over HTTP and one reads
/// nothing: how far behind they are, and what the one costs.
final class FeedFollowers implements Benchmark.Measurement {
    private static final int PER_SECOND = 10_000;
    private static final int BYTES = 200;
    private static final int CALLERS = 64;
    private static final int READERS = 10;
    private static final Duration SAMPLE = Duration.ofMillis(20);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final double MILLI = 1e6;

    private final int seconds;
    private final Watch watch;

    FeedFollowers(int seconds, Watch watch) {
        this.seconds = seconds;
        this.watch = watch;
    }

    @Override
    public void run(Path directory, Result result) {
        try (Varve varve = Varve.open(VarveConfig.at(directory))) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            Followers followers = new Followers(FeedSettings.DEFAULT);
            try (HttpListener listener = listener(varve, followers)) {
                measure(varve, listener.address(), result);
                followers.close();
            }
            result.figure("loadAverage", Machine.load());
        }
    }

    /// As a server has it, for an operator who needs no key.
    private static HttpListener listener(Varve varve, Followers followers) {
        Principal operator = new Principal("bench", "bench", true, Optional.empty());
        Stays stays = new Stays(_ -> Optional.empty(), InstantSource.system());
        EventsResource events =
                new EventsResource(
                        Feeds.of(varve), followers, stays, new Cursors(varve.consumers(), 0));
        ApiHandler api =
                new ApiHandler(
                        varve,
                        _ -> new Authenticated(operator, new Payload.Unsigned(), false),
                        new Endpoints(List.of(events)));
        return HttpListener.start(
                HttpConfig.DEFAULT.with(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                api);
    }

    private void measure(Varve varve, InetSocketAddress server, Result result) {
        puts(varve, "warm up", Math.max(1, seconds / 4)).run();
        Puts before = puts(varve, "alone", Math.max(1, seconds / 4));
        before.run();
        before.tell("Alone", result);
        List<FeedSocket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(FeedSocket.reading(server));
            }
            follow(varve, readers, "Followed", result);
            try (FeedSocket stalled = FeedSocket.stalled(server)) {
                follow(varve, readers, "Stalled", result);
                result.figure("stalledBytesRead", stalled.bytes());
            }
            Runtime heap = Runtime.getRuntime();
            result.figure("heapMiB", (heap.totalMemory() - heap.freeMemory()) >> 20);
        } finally {
            readers.forEach(FeedSocket::close);
        }
    }

    private void follow(Varve varve, List<FeedSocket> readers, String name, Result result) {
        Puts puts = puts(varve, name, seconds);
        Lag lag = new Lag(varve, readers);
        Thread sampler = Thread.ofPlatform().name("bench-lag").daemon(true).start(lag);
        puts.run();
        lag.end(sampler);
        puts.tell(name, result);
        lag.tell(name, result);
        long last = varve.position().value();
        long begun = System.nanoTime();
        boolean all = false;
        while (!all && System.nanoTime() - begun < CATCH_UP.toNanos()) {
            sleep(1);
            all = readers.stream().allMatch(reader -> reader.position() >= last - 1);
        }
        result.figure("allRead" + name + "AfterMs", (System.nanoTime() - begun) / MILLI);
        if (!all) {
            result.remark("not all followers came to the end");
        }
    }

    private Puts puts(Varve varve, String task, int forSeconds) {
        return new Puts(varve.store(), forSeconds, done -> watch.at(task, done, forSeconds));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Puts at a steady pace, each at its time whatever became of others.
    private static final class Puts {
        private static final AtomicInteger SERIES = new AtomicInteger();

        private final ObjectStore store;
        private final IntConsumer progress;
        private final double[] millis;
        private final AtomicInteger next = new AtomicInteger();
        private final String series = "s" + SERIES.incrementAndGet() + "/";
        private long took;

        /// @param progress hears how many seconds of them are done
        Puts(ObjectStore store, int seconds, IntConsumer progress) {
            this.store = store;
            this.progress = progress;
            this.millis = new double[seconds * PER_SECOND];
        }

        void run() {
            long begun = System.nanoTime();
            CountDownLatch left = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                put(begun);
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
            took = System.nanoTime() - begun;
        }

        private void put(long begun) {
            for (int i = next.getAndIncrement(); i < millis.length; i = next.getAndIncrement()) {
                long due = begun + i * (1_000_000_000L / PER_SECOND);
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    sleep(wait / 1_000_000 + 1);
                }
                byte[] body = Arrays.copyOf(Load.random(i), BYTES);
                long from = System.nanoTime();
                store.put(PutRequest.of(Load.BUCKET, ObjectKey.of(series + i), Body.of(body)))
                        .orThrow();
                millis[i] = (System.nanoTime() - from) / MILLI;
                if (i % PER_SECOND == 0) {
                    progress.accept(i / PER_SECOND);
                }
            }
        }

        void tell(String name, Result result) {
            Arrays.sort(millis);
            result.figure("putsPerSecond" + name, millis.length * 1e9 / took);
            result.figure("putMs" + name, millis[millis.length / 2]);
            result.figure("putP99Ms" + name, millis[millis.length * 99 / 100]);
        }
    }

    /// How long ago what the slowest follower has read last was the newest that there was.
    private static final class Lag implements Runnable {
        private final Varve varve;
        private final List<FeedSocket> readers;

        /// Followers begin at the end, and have read nothing before something came.
        private final long begin;

        private final List<Double> millis = new ArrayList<>();
        private final List<long[]> published = new ArrayList<>();
        private long events;
        private volatile boolean ending;

        Lag(Varve varve, List<FeedSocket> readers) {
            this.varve = varve;
            this.readers = readers;
            this.begin = varve.position().value();
        }

        @Override
        public void run() {
            int first = 0;
            while (!ending) {
                long now = System.nanoTime();
                long newest = varve.position().value();
                published.add(new long[] {now, newest});
                long read = readers.stream().mapToLong(FeedSocket::position).min().orElse(newest);
                long slowest = Math.max(read, begin);
                while (first < published.size() - 1 && published.get(first)[1] <= slowest) {
                    first++;
                }
                boolean behind = published.get(first)[1] > slowest;
                millis.add(behind ? (now - published.get(first)[0]) / MILLI : 0);
                events = Math.max(events, newest - slowest);
                sleep(SAMPLE.toMillis());
            }
        }

        void end(Thread sampler) {
            ending = true;
            try {
                sampler.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void tell(String name, Result result) {
            double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            result.figure("lagMs" + name, sorted[sorted.length / 2]);
            result.figure("lagP99Ms" + name, sorted[sorted.length * 99 / 100]);
            result.figure("worstLagMs" + name, sorted[sorted.length - 1]);
            result.figure("worstLagEvents" + name, events);
        }
    }
}
