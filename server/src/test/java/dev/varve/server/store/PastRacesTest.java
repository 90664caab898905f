package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectKey;
import dev.varve.log.memory.MemoryJournal.SyncHook;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What changes while somebody looks at the past.
class PastRacesTest {
    private static final BucketName VIEW = new BucketName("view");
    private static final Duration TICK = Duration.ofMillis(1);

    private final Gate gate = new Gate();
    private final StoreKit kit = StoreKit.open(StoreKit.Settings.DEFAULT.hook(gate));
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    /// Stands for a disk that takes its time, or fails.
    private static final class Gate implements SyncHook {
        private volatile CountDownLatch open = new CountDownLatch(0);
        private final CountDownLatch arrived = new CountDownLatch(1);
        private volatile boolean failing;

        @Override
        public void sync() throws IOException {
            try {
                arrived.countDown();
                if (!open.await(10, TimeUnit.SECONDS) || failing) {
                    throw new IOException("injected");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @AfterEach
    void close() {
        gate.open.countDown();
        kit.close();
    }

    private Outcome<PastBucket> at(Instant time) {
        return store.buckets().at(BUCKET, new AsOf.At(time));
    }

    private String read(Outcome<PastBucket> view) {
        return new Sample(store.viewing(VIEW, view.orThrow())).get(ReadRequest.of(VIEW, KEY));
    }

    /// What was decided then may become visible only later, and must be in the first look already.
    @Test
    void aMomentIsSeenOnlyWhenAllOfItIsThere() throws Exception {
        sample.put("first");
        kit.clock.advance(TICK);
        CountDownLatch open = new CountDownLatch(1);
        gate.open = open;
        CompletableFuture<Written> written =
                CompletableFuture.supplyAsync(() -> sample.put("second"));
        while (kit.core.sequencer().queued() > 0 || gate.arrived.getCount() > 0) {
            Thread.onSpinWait();
        }
        Thread.sleep(50); // until the put is on its way
        Instant then = kit.clock.instant();
        kit.clock.advance(TICK);
        CompletableFuture<Outcome<PastBucket>> view = CompletableFuture.supplyAsync(() -> at(then));
        assertThatThrownBy(() -> view.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        open.countDown();
        assertThat(read(view.get(10, TimeUnit.SECONDS))).isEqualTo("second");
        written.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aMomentBeforeWhatIsSeenWaitsForNobody() throws Exception {
        sample.put("first");
        Instant then = kit.clock.instant();
        kit.clock.advance(TICK);
        sample.put("second");
        CountDownLatch open = new CountDownLatch(1);
        gate.open = open;
        CompletableFuture<Written> written =
                CompletableFuture.supplyAsync(() -> sample.put("third"));
        assertThat(read(at(then))).isEqualTo("first");
        open.countDown();
        written.get(10, TimeUnit.SECONDS);
    }

    @Test
    void thePastIsReadWhenNothingIsWrittenAnyMore() {
        sample.put("first");
        Instant then = kit.clock.instant();
        kit.clock.advance(TICK);
        gate.failing = true;
        assertThatThrownBy(() -> sample.put("second")).isInstanceOf(OutcomeUnknown.class);
        assertThat(read(at(then))).isEqualTo("first");
    }

    @Test
    void aViewStaysOfItsBucketWhateverIsCalledSoLater() {
        sample.put("first");
        PastBucket past =
                store.buckets().at(BUCKET, new AsOf.AtPosition(store.position())).orThrow();
        ObjectStore shown = store.viewing(VIEW, past);
        sample.delete();
        store.buckets().delete(BUCKET).orThrow();
        assertThat(new Sample(shown).get(ReadRequest.of(VIEW, KEY))).isEqualTo("first");
        store.buckets().create(BUCKET).orThrow();
        sample.put("of another bucket");
        assertThat(new Sample(shown).get(ReadRequest.of(VIEW, KEY))).isEqualTo("first");
        assertThat(shown.listings().objects(VIEW, Listing.ALL).orThrow().objects()).hasSize(1);
        Bucket found = shown.buckets().find(VIEW).orElseThrow();
        assertThat(found.id()).isEqualTo(past.bucket().id());
    }

    @Test
    void aPurgeBetweenTwoPagesIsARefusalAndNoHole() {
        for (int i = 0; i < 4; i++) {
            sample.put(ObjectKey.of("k" + i), "x");
        }
        ObjectStore shown =
                store.viewing(
                        VIEW,
                        store.buckets()
                                .at(BUCKET, new AsOf.AtPosition(store.position()))
                                .orThrow());
        Listing two = Listing.ALL.limit(2);
        ListPage first = shown.listings().objects(VIEW, two).orThrow();
        store.delete(BUCKET, ObjectKey.of("k3")).orThrow();
        store.history().purge(BUCKET, "").orThrow();
        assertRefused(
                shown.listings().objects(VIEW, two.after(Objects.requireNonNull(first.next()))),
                Reason.BELOW_HISTORY_FLOOR);
    }

    /// Names are made and deleted again and again: each costs the writer the same.
    @Test
    void findsEachOfManyLivesOfOneName() {
        Instant[] then = new Instant[40];
        for (int i = 0; i < then.length; i++) {
            sample.put("life " + i);
            then[i] = kit.clock.instant();
            kit.clock.advance(TICK);
            sample.delete();
            store.buckets().delete(BUCKET).orThrow();
            kit.clock.advance(TICK);
            store.buckets().create(BUCKET, BucketSettings.DEFAULT).orThrow();
        }
        kit.clock.advance(TICK);
        for (int i = 0; i < then.length; i++) {
            assertThat(read(at(then[i]))).isEqualTo("life " + i);
            assertRefused(at(then[i].plus(TICK)), Reason.NO_SUCH_BUCKET);
        }
        kit.clock.advance(Duration.ofDays(2));
        kit.maintenance.purge();
        assertRefused(at(then[5]), Reason.NO_SUCH_BUCKET);
        assertThat(at(kit.clock.instant().minus(TICK)).isDone()).isTrue();
    }
}
