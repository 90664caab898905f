package dev.varve.tools.bench;

import dev.varve.log.ObjectKey;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Readers who look whether a bulk operation is ever seen in part, and a writer who notes how long it
/// waits.
final class BulkWitnesses implements AutoCloseable {
    private static final int READERS = 2;
    private static final int OWN_KEYS = 100;
    private static final long WARM_UP_MILLIS = 1000;
    private final ObjectStore store;
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicLong worstWait = new AtomicLong();
    private final AtomicLong mostHeap = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong puts = new AtomicLong();
    private volatile boolean over;

    /// Looks once, and tells what must not be.
    @FunctionalInterface
    interface Look {
        void once(SplittableRandom random, Consumer<String> violation);
    }

    BulkWitnesses(ObjectStore store, Look look) {
        this.store = store;
        for (int i = 0; i < READERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            start(
                    "reader",
                    () -> {
                        look.once(random, this::violate);
                        looks.incrementAndGet();
                    });
        }
        start("writer", this::write);
    }

    private void start(String name, Runnable task) {
        threads.add(
                Thread.ofPlatform()
                        .name(name)
                        .start(() -> {
                            try {
                                while (!over) {
                                    task.run();
                                }
                            } catch (RuntimeException e) { // edge of the thread: it is a finding
                                violate(name + ": " + e);
                            }
                        }));
    }

    private synchronized void violate(String what) {
        violations.add(what);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /// What was seen all in all.
    void report(Result result) {
        result.figure("looks", looks.get());
        result.figure("puts", puts.get());
        result.figure("violations", violations().size());
        result.figure("mostHeapMiB", mostHeap.get() >> 20);
        violations().stream().limit(5).forEach(result::remark);
    }

    /// The first puts of a process are slow, and nothing to compare with.
    void warmUp() {
        pause();
        takeWorstWait();
        pause();
    }

    private static void pause() {
        try {
            Thread.sleep(WARM_UP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The longest that a put took since this was asked last, in milliseconds.
    double takeWorstWait() {
        return worstWait.getAndSet(0) / 1e6;
    }

    private void write() {
        ObjectKey key = ObjectKey.of("own/" + System.nanoTime() % OWN_KEYS);
        long begun = System.nanoTime();
        store.put(PutRequest.of(Load.BUCKET, key, Body.of(Load.random(begun)))).orThrow();
        worstWait.accumulateAndGet(System.nanoTime() - begun, Math::max);
        puts.incrementAndGet();
        Runtime runtime = Runtime.getRuntime();
        mostHeap.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
