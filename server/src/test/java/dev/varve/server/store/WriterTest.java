package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.memory.MemoryJournal.SyncHook;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WriterTest {
    /// Stands for the disk under a journal: lets syncs through, holds them up, or fails them.
    private static final class Sync implements SyncHook {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean holding;
        private volatile boolean failing;
        private volatile int count;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void sync() throws IOException {
            count++;
            if (failing) {
                throw new IOException("injected");
            }
            if (holding) {
                arrived.countDown();
                awaitRelease();
            }
        }

        private void awaitRelease() throws IOException {
            try {
                if (!released.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("nobody released the sync");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private final Sync sync = new Sync();
    private final StoreKit.Settings settings = StoreKit.Settings.DEFAULT.hook(sync);

    private static <R> CompletableFuture<Outcome<R>> submit(StoreKit kit, Command<R> command) {
        return kit.core.sequencer().submit(command, StoreKit.ALICE);
    }

    private static Command<BucketId> create(String name) {
        return new BucketCommands.Create(new BucketName(name), "alice", BucketSettings.DEFAULT);
    }

    private static Outcome<Written> put(StoreKit kit, String text) {
        return kit.store().put(PutRequest.of(BUCKET, KEY, Sample.body(text)));
    }

    private static List<String> names(StoreKit kit) {
        return kit.store().buckets().list("", "", 100).stream()
                .map(Bucket::name)
                .map(BucketName::value)
                .toList();
    }

    @Test
    void decidesAndSyncsAllThatWaitsAsOneBatch() {
        try (StoreKit kit = StoreKit.unstarted(settings)) {
            List<CompletableFuture<Outcome<BucketId>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(submit(kit, create("bucket-" + i)));
            }
            int before = sync.count;
            kit.core.sequencer().start();
            answers.forEach(answer -> answer.join().orThrow());
            assertThat(sync.count - before).isEqualTo(1);
        }
    }

    @Test
    void seesEarlierCommandsOfTheSameBatch() {
        try (StoreKit kit = StoreKit.unstarted(settings)) {
            CompletableFuture<Outcome<BucketId>> first = submit(kit, create("bucket"));
            CompletableFuture<Outcome<BucketId>> second = submit(kit, create("bucket"));
            kit.core.sequencer().start();
            first.join().orThrow();
            assertRefused(second.join(), Reason.BUCKET_OWNED_BY_YOU);
        }
    }

    @Test
    void rollsBackTheChangesOfAFailingCommandAlone() {
        try (StoreKit kit = StoreKit.unstarted(settings)) {
            CompletableFuture<Outcome<BucketId>> before = submit(kit, create("before"));
            CompletableFuture<Outcome<String>> failing = submit(kit, failing("failing"));
            CompletableFuture<Outcome<BucketId>> after = submit(kit, create("failing"));
            kit.core.sequencer().start();
            before.join().orThrow();
            assertThatThrownBy(() -> kit.core.sequencer().await(failing))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("injected");
            after.join().orThrow();
            assertThat(names(kit)).containsExactly("before", "failing");
            assertThat(created(kit)).containsExactly("before", "failing");
            assertThat(kit.core.sequencer().poison()).isNull();
        }
    }

    /// Makes two buckets, then fails when it names what it did.
    private static Command<String> failing(String name) {
        return (view, context) ->
                new Command.Decision.Accept<>(
                        List.of(
                                new Event.BucketCreated(
                                        new BucketId(1),
                                        new BucketName(name),
                                        "x",
                                        BucketSettings.DEFAULT),
                                new Event.BucketCreated(
                                        new BucketId(2), OTHER, "x", BucketSettings.DEFAULT)),
                        recorded -> {
                            throw new IllegalStateException("injected");
                        });
    }

    private static Stream<Event> events(StoreKit kit) {
        return LongStream.rangeClosed(0, kit.journal.durable().value())
                .mapToObj(Position::new)
                .map(kit::recorded)
                .map(Recorded::event);
    }

    private static List<String> created(StoreKit kit) {
        return events(kit)
                .filter(Event.BucketCreated.class::isInstance)
                .map(Event.BucketCreated.class::cast)
                .map(event -> event.name().value())
                .toList();
    }

    @Test
    void answersRefusalsOnlyOnceTheirBatchIsDurable() throws InterruptedException {
        try (StoreKit kit = StoreKit.unstarted(settings)) {
            CompletableFuture<Outcome<BucketId>> made = submit(kit, create("bucket"));
            CompletableFuture<Outcome<BucketId>> refused = submit(kit, create("bucket"));
            CompletableFuture<Outcome<BucketId>> missing =
                    submit(kit, new BucketCommands.Delete(OTHER));
            sync.holding = true;
            kit.core.sequencer().start();
            assertThat(sync.arrived.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(made).isNotDone();
            assertThat(refused).isNotDone();
            assertThat(missing).isNotDone();
            assertThat(names(kit)).isEmpty();
            sync.released.countDown();
            assertThat(made.join().isDone()).isTrue();
            assertRefused(refused.join(), Reason.BUCKET_OWNED_BY_YOU);
            assertRefused(missing.join(), Reason.NO_SUCH_BUCKET);
        }
    }

    @Test
    void refusesWhatDoesNotFitIntoTheQueue() {
        Limits limits = Limits.DEFAULT.withQueue(2);
        try (StoreKit kit = StoreKit.unstarted(settings.limits(limits))) {
            CompletableFuture<Outcome<BucketId>> first = submit(kit, create("first"));
            CompletableFuture<Outcome<BucketId>> second = submit(kit, create("second"));
            assertRefused(submit(kit, create("third")).join(), Reason.BUSY);
            kit.core.sequencer().start();
            first.join().orThrow();
            second.join().orThrow();
            submit(kit, create("third")).join().orThrow();
        }
    }

    @Test
    void takesOnlyWhatFreesSpaceOnAFullVolume() {
        try (StoreKit kit = StoreKit.open(settings.minFree(1000))) {
            Sample sample = Sample.in(kit);
            sample.put("there");
            kit.volume.usable(999);
            kit.clock.advance(Duration.ofSeconds(1));
            assertRefused(put(kit, "more"), Reason.OUT_OF_SPACE);
            assertRefused(kit.store().buckets().create(OTHER), Reason.OUT_OF_SPACE);
            assertRefused(kit.store().uploads().create(BUCKET, KEY), Reason.OUT_OF_SPACE);
            assertThat(sample.get()).isEqualTo("there");
            sample.delete();
            assertThat(kit.store().history().purge(BUCKET, "").orThrow().versions()).isPositive();
            assertThat(kit.maintenance.reclaim().blobs()).isEqualTo(1);
            kit.volume.usable(1000);
            kit.clock.advance(Duration.ofSeconds(1));
            put(kit, "more").orThrow();
        }
    }

    @Test
    void tellsAnUnknownOutcomeFromAFailureAndWritesNoMore() {
        try (StoreKit kit = StoreKit.open(settings)) {
            Sample sample = Sample.in(kit);
            sample.put("safe");
            sync.failing = true;
            assertThatThrownBy(() -> put(kit, "unknown")).isInstanceOf(OutcomeUnknown.class);
            sync.failing = false;
            assertThatThrownBy(() -> put(kit, "late"))
                    .isInstanceOf(StoreException.Failed.class)
                    .hasMessageContaining("reopen");
            assertThat(kit.core.sequencer().poison()).isNotNull();
            assertThat(sample.get()).isEqualTo("safe");
        }
    }

    @Test
    void recoversWhatWasAcknowledgedWhetherTheUnknownWriteCameThroughOrNot() {
        for (int kept = 0; kept <= 1; kept++) {
            Sync failing = new Sync();
            StoreKit kit = StoreKit.open(StoreKit.Settings.DEFAULT.hook(failing));
            Sample.in(kit).put("safe");
            failing.failing = true;
            assertThatThrownBy(() -> put(kit, "unknown")).isInstanceOf(OutcomeUnknown.class);
            kit.close();
            try (StoreKit next = kit.crash(kept)) {
                assertThat(new Sample(next.store()).get())
                        .isEqualTo(kept == 0 ? "safe" : "unknown");
                put(next, "after").orThrow();
            }
        }
    }

    @Test
    void callsAWaitThatIsTooLongUnknownAndKeepsItsBytes() throws InterruptedException {
        Limits impatient = new Limits(-1, 1 << 20, 5, 10, 10, Duration.ofMillis(50));
        try (StoreKit kit = StoreKit.open(settings.limits(impatient))) {
            Sample sample = Sample.in(kit);
            sync.holding = true;
            assertThatThrownBy(() -> put(kit, "slow")).isInstanceOf(OutcomeUnknown.class);
            sync.holding = false;
            sync.released.countDown();
            await().until(() -> sample.keys().equals(List.of("key")));
            kit.maintenance.reclaim();
            assertThat(sample.get()).isEqualTo("slow");
        }
    }

    @Test
    void saysThatAClosedStoreIsClosed() {
        StoreKit kit = StoreKit.open();
        Sample.in(kit);
        kit.close();
        assertThatThrownBy(() -> put(kit, "late")).isInstanceOf(StoreException.Closed.class);
    }

    @Test
    void letsWhatWaitsFinishWhenItCloses() {
        StoreKit kit = StoreKit.unstarted(settings);
        List<CompletableFuture<Outcome<BucketId>>> answers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            answers.add(submit(kit, create("bucket-" + i)));
        }
        kit.core.sequencer().start();
        kit.close();
        answers.forEach(answer -> assertThat(answer.join().isDone()).isTrue());
    }

    @Test
    void signsWhatIsUnsignedAfterAWhileAndWhenItCloses() {
        StoreKit kit = StoreKit.open(settings);
        Sample sample = Sample.in(kit);
        kit.clock.advance(Duration.ofSeconds(6));
        sample.put("1");
        await().until(() -> checkpoints(kit) == 1);
        sample.put("2");
        kit.core.sequencer().finish();
        assertThat(checkpoints(kit)).isEqualTo(2);
        kit.close();
    }

    private static long checkpoints(StoreKit kit) {
        return events(kit).filter(Event.Checkpoint.class::isInstance).count();
    }
}
