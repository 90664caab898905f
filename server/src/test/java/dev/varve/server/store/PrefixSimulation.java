package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Prefixes move to and fro while others read, write and settle: a reader sees all of a move or
/// nothing of it, and counts stay exact.
class PrefixSimulation {
    private static final int KEYS = 60;
    private static final int MOVES = 40;
    private static final int READERS = 3;

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger pages = new AtomicInteger();

    private static Listing of(String prefix) {
        return Listing.ALL.prefix(prefix);
    }

    private void move(String from, String to) {
        Outcome<RangeResult> outcome = store.movePrefix(PrefixMove.of(BUCKET, from, BUCKET, to));
        while (outcome instanceof Outcome.Refused<RangeResult>(Refusal refusal)) {
            assertThat(refusal.reason()).as(refusal.message()).isEqualTo(Reason.CONFLICT);
            kit.maintenance.settle();
            outcome = store.movePrefix(PrefixMove.of(BUCKET, from, BUCKET, to));
        }
        assertThat(outcome.orThrow().objects()).isGreaterThanOrEqualTo(KEYS);
    }

    private void moveToAndFro() {
        try {
            for (int i = 0; i < MOVES; i++) {
                boolean there = i % 2 == 0;
                move(there ? "a/" : "b/", there ? "b/" : "a/");
            }
        } finally {
            over.set(true);
        }
    }

    /// One listing is one state: as many keys as there are, all on one side.
    private void read() throws InterruptedException {
        while (!over.get()) {
            pause();
            ListPage page = store.listings().objects(BUCKET, of("")).orThrow();
            List<String> fixed =
                    page.objects().stream()
                            .map(object -> object.key().toString())
                            .filter(key -> key.contains("/fixed"))
                            .toList();
            assertThat(fixed).hasSize(KEYS);
            assertThat(fixed.stream().map(key -> key.substring(0, 2)).distinct()).hasSize(1);
            pages.incrementAndGet();
        }
    }

    private void write(int seed) throws InterruptedException {
        for (int i = 0; !over.get(); i++) {
            pause();
            String side = i % 2 == 0 ? "a/" : "b/";
            ObjectKey key = ObjectKey.of(side + "own" + (i + seed) % 7);
            if (i % 5 == 4) {
                store.delete(BUCKET, key).orThrow();
            } else {
                store.put(PutRequest.of(BUCKET, key, Sample.body("own " + i))).orThrow();
            }
        }
    }

    /// Nothing here waits for a disk, and virtual threads that never wait keep others from running.
    private static void pause() throws InterruptedException {
        Thread.sleep(1);
    }

    private void settle() throws InterruptedException {
        while (!over.get()) {
            kit.maintenance.settle(5);
            pause();
        }
    }

    @Test
    void showsAllOfAMoveOrNothingOfIt() throws InterruptedException {
        try (kit) {
            Sample.in(kit);
            List<TransactionRequest.Part> puts = new ArrayList<>();
            String body = store.stage(BUCKET, Sample.body("fixed")).orThrow().id();
            for (int i = 0; i < KEYS; i++) {
                ObjectKey key = ObjectKey.of("a/fixed" + i);
                puts.add(
                        new TransactionRequest.Put(
                                BUCKET, key, body, Attributes.NONE, Preconditions.NONE));
            }
            store.transaction(new TransactionRequest(puts)).orThrow();
            Together.run(
                    READERS + 3,
                    thread -> {
                        switch (thread) {
                            case 0 -> moveToAndFro();
                            case 1 -> settle();
                            case 2 -> write(thread);
                            default -> read();
                        }
                    });
            kit.maintenance.settle();
            assertThat(pages.get()).isPositive();
            assertCountsAreExact();
        }
    }

    private void assertCountsAreExact() {
        ListPage page = store.listings().objects(BUCKET, of("")).orThrow();
        Usage usage = store.buckets().usage(BUCKET).orThrow();
        assertThat(usage.currentObjects()).isEqualTo(page.objects().size());
        assertThat(usage.currentBytes())
                .isEqualTo(page.objects().stream().mapToLong(each -> each.size()).sum());
        assertThat(usage.objects()).isEqualTo(page.objects().size());
    }
}
