package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static dev.varve.server.store.SampleLayouts.A;
import static dev.varve.server.store.SampleLayouts.B;
import static dev.varve.server.store.SampleLayouts.assigned;
import static dev.varve.server.store.SampleLayouts.reader;
import static dev.varve.server.store.SampleLayouts.replicated;
import static dev.varve.server.store.SampleLayouts.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event.ClusterChanged;
import dev.varve.log.Event.FormatLevelRaised;
import dev.varve.log.NodeId;
import dev.varve.log.seal.Journals;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Rule;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterLayoutsTest {
    private static final ClusterLayout ONE = replicated(1, writer("a", A), reader("b", B));
    private static final ClusterLayout TWO = replicated(1, writer("a", A), writer("b", B));

    private final StoreKit kit = StoreKit.unstarted(StoreKit.Settings.DEFAULT);
    private final LayoutBoard board = LayoutBoard.of(kit.core, Optional.empty());
    private final ClusterLayouts layouts = new ClusterLayouts(kit.core, board, StoreKit.ALICE);
    private final ObjectStore store = kit.store();

    ClusterLayoutsTest() {
        kit.core.sequencer().start();
    }

    @AfterEach
    void close() {
        board.close();
        kit.close();
    }

    private ClusterLayout change(ClusterLayout next) {
        return layouts.change(next, Map.of()).orThrow();
    }

    @Test
    void aStoreBelongsToNoClusterAtFirst() {
        assertThat(layouts.current()).isEmpty();
        assertThat(layouts.formatLevel()).isEqualTo(1);
    }

    @Test
    void putsALayoutInForceByAnEvent() {
        assertThat(change(ONE)).isEqualTo(ONE);
        assertThat(layouts.current().orElseThrow().layout()).isEqualTo(ONE);
        assertThat(kit.recorded(store.position()).event())
                .isEqualTo(new ClusterChanged(1, List.of(A, B), LayoutCodec.write(ONE)));
    }

    @Test
    void takesOnlyTheNextEpoch() {
        change(ONE);
        assertRefused(layouts.change(ONE, Map.of()), Reason.LAYOUT_CHANGED);
        assertRefused(layouts.change(ONE.withEpoch(3), Map.of()), Reason.LAYOUT_CHANGED);
        assertThat(change(ONE.withEpoch(2)).epoch()).isEqualTo(2);
    }

    @Test
    void saysAllThatIsWrong() {
        ClusterLayout wrong = replicated(1, reader("a", A), reader("a", B));
        Outcome<ClusterLayout> outcome = layouts.change(wrong, Map.of());
        assertRefused(outcome, Reason.INVALID_LAYOUT);
        assertThat(((Outcome.Refused<ClusterLayout>) outcome).refusal().message())
                .isEqualTo(
                        "name a is that of a and of a; URL http://a.example.com:9080 is that of a"
                                + " and of a; no member would be a writer");
        assertThat(layouts.current()).isEmpty();
    }

    @Test
    void checkingChangesNothing() {
        assertThat(layouts.check(ONE, Map.of()).orThrow()).isEqualTo(ONE);
        assertRefused(layouts.check(ONE.withEpoch(2), Map.of()), Reason.LAYOUT_CHANGED);
        assertThat(layouts.current()).isEmpty();
    }

    @Test
    void survivesARestart() {
        change(ONE);
        try (StoreKit again = kit.crash(0);
                LayoutBoard board = LayoutBoard.of(again.core, Optional.empty())) {
            assertThat(board.current().orElseThrow().layout()).isEqualTo(ONE);
        }
    }

    @Test
    void raisesTheLevelOnlyWhenAllMembersAnnouncedIt() {
        change(ONE);
        assertRefused(layouts.raise(2, Map.of(A, 2)), Reason.FORM_NOT_ANNOUNCED);
        assertRefused(layouts.raise(3, Map.of(A, 3, B, 2)), Reason.FORM_NOT_ANNOUNCED);
        assertThat(layouts.raise(2, Map.of(A, 3, B, 2)).orThrow()).isEqualTo(2);
        assertThat(layouts.formatLevel()).isEqualTo(2);
        assertThat(kit.recorded(store.position()).event()).isEqualTo(new FormatLevelRaised(2));
        assertThat(layouts.raise(1, Map.of()).orThrow()).isEqualTo(2);
    }

    @Test
    void aNodeOnItsOwnRaisesItsOwnLevel() {
        NodeId self = Journals.IDENTITY.origin().node();
        assertRefused(layouts.raise(2, Map.of()), Reason.FORM_NOT_ANNOUNCED);
        assertThat(layouts.raise(2, Map.of(self, 2)).orThrow()).isEqualTo(2);
    }

    @Test
    void takesNoMemberThatCannotReadWhatIsWritten() {
        layouts.raise(2, Map.of(Journals.IDENTITY.origin().node(), 2)).orThrow();
        assertRefused(layouts.change(ONE, Map.of(B, 1)), Reason.FORM_NOT_ANNOUNCED);
        assertThat(layouts.change(ONE, Map.of(B, 2)).isDone()).isTrue();
    }

    @Test
    void severalWritersWithoutOwnersTakeNoObjectLock() {
        change(TWO);
        assertRefused(
                store.buckets().create(BUCKET, Sample.locking()), Reason.INVALID_BUCKET_STATE);
        BucketSettings versioned = BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED);
        store.buckets().create(BUCKET, versioned).orThrow();
        ObjectLock lock = new ObjectLock(true, null, Duration.ZERO);
        assertRefused(
                store.buckets().change(BUCKET, new SettingsChange.SetObjectLock(lock)),
                Reason.INVALID_BUCKET_STATE);
    }

    @Test
    void ownersTakeObjectLockForWhatIsTheirs() {
        change(assigned(1, new Rule(Rule.Match.ofBucket(BUCKET.value()), A)));
        assertThat(store.buckets().create(BUCKET, Sample.locking()).isDone()).isTrue();
        assertRefused(store.buckets().create(OTHER, Sample.locking()), Reason.INVALID_BUCKET_STATE);
    }

    @Test
    void oneWriterTakesObjectLockAndNoSecondOneThen() {
        change(ONE);
        store.buckets().create(BUCKET, Sample.locking()).orThrow();
        assertRefused(layouts.change(TWO.withEpoch(2), Map.of()), Reason.INVALID_LAYOUT);
        Rule rule = new Rule(Rule.Match.ofBucket(BUCKET.value()), B);
        assertThat(layouts.change(assigned(2, rule), Map.of()).isDone()).isTrue();
    }

    @Test
    void watchersAreToldOfWhatIsInForceAndOfChanges() throws InterruptedException {
        change(ONE);
        BlockingQueue<List<Object>> told = new LinkedBlockingQueue<>();
        layouts.watch((before, now) -> told.add(List.of(before, now)));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of(Optional.empty(), ONE));
        change(TWO.withEpoch(2));
        assertThat(told.poll(10, TimeUnit.SECONDS))
                .isEqualTo(List.of(Optional.of(ONE), TWO.withEpoch(2)));
    }

    @Test
    void aWatcherThatFailsIsToldAgainAndHoldsUpNobody() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        BlockingQueue<ClusterLayout> failing = new LinkedBlockingQueue<>();
        BlockingQueue<ClusterLayout> other = new LinkedBlockingQueue<>();
        layouts.watch((before, now) -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("no");
            }
            failing.add(now);
        });
        layouts.watch((before, now) -> other.add(now));
        change(ONE);
        assertThat(other.poll(10, TimeUnit.SECONDS)).isEqualTo(ONE);
        assertThat(failing.poll(10, TimeUnit.SECONDS)).isEqualTo(ONE);
        assertThat(tries).hasValue(2);
    }
}
