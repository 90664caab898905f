package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A prefix goes back and forth between two states while others read, write and settle: a reader
/// sees one of the two and nothing between, and counts stay exact.
class RestoreSimulation {
    private static final int KEYS = 60;
    private static final int RESTORES = 40;
    private static final int READERS = 3;

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger pages = new AtomicInteger();

    private static ObjectKey key(int number) {
        return ObjectKey.of("fixed/%03d".formatted(number));
    }

    private static String text(int number, boolean first) {
        return first || number % 3 == 0 ? "one" : "another";
    }

    /// Of every three keys one stays, one is overwritten and one goes.
    private Position make() {
        for (int i = 0; i < KEYS; i++) {
            store.put(PutRequest.of(BUCKET, key(i), Sample.body(text(i, true)))).orThrow();
        }
        Position first = store.position();
        for (int i = 0; i < KEYS; i++) {
            if (i % 3 == 1) {
                store.put(PutRequest.of(BUCKET, key(i), Sample.body(text(i, false)))).orThrow();
            } else if (i % 3 == 2) {
                store.delete(BUCKET, key(i)).orThrow();
            }
        }
        return first;
    }

    private Optional<Position> restore(Position to) {
        RestoreRequest request = RestoreRequest.of(BUCKET, "fixed/", new AsOf.AtPosition(to));
        Outcome<RestoreResult> outcome = store.restore(request);
        while (outcome instanceof Outcome.Refused<RestoreResult>(Refusal refusal)) {
            assertThat(refusal.reason()).as(refusal.message()).isEqualTo(Reason.CONFLICT);
            kit.maintenance.settle();
            outcome = store.restore(request);
        }
        return outcome.orThrow().position();
    }

    private void backAndForth(Position first) {
        try {
            Position to = first;
            for (int i = 0; i < RESTORES; i++) {
                Position done = restore(to).orElseThrow();
                to = new Position(done.value() - 1);
            }
        } finally {
            over.set(true);
        }
    }

    private void read() throws InterruptedException {
        while (!over.get()) {
            pause();
            List<ListedObject> objects =
                    store.listings()
                            .objects(BUCKET, Listing.ALL.prefix("fixed/"))
                            .orThrow()
                            .objects();
            boolean first = objects.size() == KEYS;
            assertThat(objects).hasSize(first ? KEYS : KEYS - KEYS / 3);
            for (ListedObject object : objects) {
                String key = object.key().toString();
                int number = Integer.parseInt(key.substring(key.length() - 3));
                assertThat(object.size()).as(key).isEqualTo(text(number, first).length());
            }
            pages.incrementAndGet();
        }
    }

    private void write() throws InterruptedException {
        for (int i = 0; !over.get(); i++) {
            pause();
            ObjectKey key = ObjectKey.of("own" + i % 7);
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
    void showsOneStateOrTheOther() throws InterruptedException {
        try (kit) {
            Sample.in(kit);
            Position first = make();
            Together.run(
                    READERS + 3,
                    thread -> {
                        switch (thread) {
                            case 0 -> backAndForth(first);
                            case 1 -> settle();
                            case 2 -> write();
                            default -> read();
                        }
                    });
            kit.maintenance.settle();
            assertThat(pages.get()).isPositive();
            assertCountsAreExact();
        }
    }

    private void assertCountsAreExact() {
        ListPage page = store.listings().objects(BUCKET, Listing.ALL).orThrow();
        Usage usage = store.buckets().usage(BUCKET).orThrow();
        assertThat(usage.currentObjects()).isEqualTo(page.objects().size());
        assertThat(usage.currentBytes())
                .isEqualTo(page.objects().stream().mapToLong(ListedObject::size).sum());
        assertThat(usage.objects()).isEqualTo(page.objects().size());
    }
}
