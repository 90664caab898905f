package dev.varve.tools.bench;

import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.store.Body;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.ReadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Readers who look whether a bulk operation is ever seen in part, and a writer who notes how long it
/// waits.
final class BulkWitnesses implements AutoCloseable {
    private static final int READERS = 2;
    private static final int OWN_KEYS = 100;
    private static final long WARM_UP_MILLIS = 1000;
    private final ObjectStore store;
    private final int keys;
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicLong worstWait = new AtomicLong();
    private final AtomicLong mostHeap = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private volatile boolean mayBeGone;
    private volatile boolean over;

    BulkWitnesses(ObjectStore store, int keys) {
        this.store = store;
        this.keys = keys;
        for (int i = 0; i < READERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            start("reader", () -> look(random));
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

    long looks() {
        return looks.get();
    }

    long mostHeap() {
        return mostHeap.get();
    }

    /// From now on the keys may be on neither side.
    void gone() {
        mayBeGone = true;
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
        Runtime runtime = Runtime.getRuntime();
        mostHeap.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
    }

    private void look(SplittableRandom random) {
        boolean wasGone = mayBeGone;
        ListPage sides =
                store.listings().objects(Load.BUCKET, Listing.ALL.delimiter("/")).orThrow();
        boolean here = sides.commonPrefixes().contains(BulkOperations.FROM);
        boolean there = sides.commonPrefixes().contains(BulkOperations.TO);
        if ((here && there) || (!here && !there && !mayBeGone)) {
            violate("one listing has both sides, or neither: " + sides.commonPrefixes());
        }
        lookAtPage(random);
        lookAtKey(random, wasGone);
        looks.incrementAndGet();
    }

    /// A page from anywhere: without a gap, and of one side.
    private void lookAtPage(SplittableRandom random) {
        int first = random.nextInt(Math.max(1, keys - 1000));
        for (String side : List.of(BulkOperations.FROM, BulkOperations.TO)) {
            byte[] after = BulkOperations.key(side, first).utf8();
            Listing listing = Listing.ALL.prefix(side).after(Bytes.of(after));
            int found =
                    store.listings()
                            .objects(Load.BUCKET, listing.limit(100))
                            .orThrow()
                            .objects()
                            .size();
            int wanted = Math.min(100, keys - 1 - first);
            if (found != 0 && found != wanted) {
                violate("a page of " + side + " has " + found + " keys, not " + wanted);
            }
        }
    }

    /// What is no longer here is there already.
    private void lookAtKey(SplittableRandom random, boolean wasGone) {
        int number = random.nextInt(keys);
        boolean found = isThere(BulkOperations.FROM, number) || isThere(BulkOperations.TO, number);
        if (!found && !wasGone && !mayBeGone) {
            violate("key " + number + " is on neither side");
        }
    }

    private boolean isThere(String side, int number) {
        ReadRequest request = ReadRequest.of(Load.BUCKET, BulkOperations.key(side, number));
        return store.head(request) instanceof Outcome.Done<?>;
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
