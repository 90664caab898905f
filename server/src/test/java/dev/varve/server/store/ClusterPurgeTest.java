package dev.varve.server.store;

import static dev.varve.server.store.SampleLayouts.replicated;
import static dev.varve.server.store.SampleLayouts.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.Event.Tally;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.log.codec.Frame;
import dev.varve.log.seal.Journals;
import dev.varve.projections.objects.Version;
import dev.varve.replication.LayoutCodec;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes for good in a cluster was said before, and everybody knew.
class ClusterPurgeTest {
    private static final NodeId SELF = Journals.IDENTITY.origin().node();
    private static final NodeId THEM = OtherNode.ORIGIN.node();
    private static final Origin THIRD = new Origin(new NodeId(9), 1);
    private static final BucketName NAME = new BucketName("mine");
    private static final ObjectKey KEY = ObjectKey.of("k");

    private final StoreKit kit = StoreKit.open();
    private final OtherNode peer = new OtherNode(kit.clock);
    private volatile List<String> missing = List.of("b");
    private volatile HybridTime heard = HybridTime.ZERO;
    private int asked;

    /// The first so many times everybody knows, whoever is missing.
    private int known;

    private final Others others =
            new Others() {
                @Override
                public Knowing asked() {
                    return new Unwaiting(++asked);
                }

                @Override
                public HybridTime heard() {
                    return heard;
                }
            };

    /// Nobody waits for what does not change.
    private final class Unwaiting implements Knowing {
        private final int number;

        Unwaiting(int number) {
            this.number = number;
        }

        @Override
        public List<String> missing() {
            return number <= known ? List.of() : missing;
        }

        @Override
        public boolean await(Duration atMost) {
            return missing().isEmpty();
        }
    }

    private BucketId bucket = new BucketId(0);
    private VersionId first = new VersionId(new Stamp(HybridTime.ZERO, OtherNode.ORIGIN));

    @BeforeEach
    void begin() {
        tell(
                new Event.ClusterChanged(
                        1,
                        List.of(SELF, THEM, THIRD.node()),
                        LayoutCodec.write(
                                replicated(
                                        1,
                                        writer("a", SELF),
                                        writer("b", THEM),
                                        writer("c", THIRD.node())))));
        kit.core.duties().with(others);
        kit.store()
                .buckets()
                .create(NAME, BucketSettings.DEFAULT.withHistoryWindow(Duration.ofHours(1)))
                .orThrow();
        bucket = kit.store().buckets().find(NAME).orElseThrow().id();
        first = put("first");
        put("second");
        kit.clock.advance(Duration.ofHours(2));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Stamp tell(Event event) {
        return tell(peer, event);
    }

    private Stamp tell(OtherNode by, Event event) {
        Frame frame = by.frame(event);
        new Imports(kit.core).take(frame).orThrow();
        return frame.records().getLast().recorded().stamp();
    }

    private VersionId put(String text) {
        kit.clock.advance(Duration.ofSeconds(1));
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return kit.store().put(PutRequest.of(NAME, KEY, Body.of(content))).orThrow().version();
    }

    private void hold(VersionId version) {
        Attributes held = Attributes.NONE.withLegalHold(true);
        tell(new Event.AttributesChanged(bucket, KEY, version, held));
    }

    private HybridTime hidden(VersionId version) {
        return kit.core.read(view ->
                view.version(bucket, KEY, version, HybridTime.MAX)
                        .map(Version::hiddenAt)
                        .orElseThrow());
    }

    private boolean isHeld(VersionId version) {
        return kit.core
                .read(view -> view.version(bucket, KEY, version, HybridTime.MAX))
                .isPresent();
    }

    private HybridTime floor() {
        return kit.core.read(view -> view.bucketEver(bucket).orElseThrow().historyFloor());
    }

    private VersionId current() {
        return kit.core.read(
                view -> view.current(bucket, KEY, HybridTime.MAX).map(Version::id).orElseThrow());
    }

    private static void assertRefused(Outcome<?> outcome, Reason reason, String message) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.refusal().reason()).isEqualTo(reason);
                            assertThat(refused.refusal().message()).endsWith(message);
                        });
    }

    private long announcements() {
        long count = 0;
        for (Position at = Position.FIRST; !at.isAfter(kit.journal.durable()); at = at.next()) {
            count += kit.recorded(at).event() instanceof HistoryFloorRaised ? 1 : 0;
        }
        return count;
    }

    @Test
    void membersAreToldAndNothingGoesBeforeTheyKnow() {
        HybridTime end = hidden(first);
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(floor()).as("restores to before are refused already").isEqualTo(end);
        assertThat(isHeld(first)).isTrue();
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(announcements()).as("they are told once").isEqualTo(1);
        missing = List.of();
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1);
        assertThat(isHeld(first)).isFalse();
    }

    @Test
    void whatCannotGoIsNoNews() {
        hold(put("third"));
        put("fourth");
        missing = List.of();
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1);
        kit.clock.advance(Duration.ofHours(2));
        assertThat(kit.maintenance.purge().versions()).as("the second").isEqualTo(1);
        long told = announcements();
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(announcements()).isEqualTo(told);
    }

    @Test
    void aHoldThatSomebodySetBeforeHeKnewKeepsTheVersion() {
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        hold(first);
        missing = List.of();
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(isHeld(first)).isTrue();
    }

    /// It looks for the version again if something older comes from a third member.
    @Test
    void aRestoreToBeforeKeepsTheVersionUntilNothingOlderCanCome() {
        HybridTime cut = new HybridTime(hidden(first).packed() - 1);
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        RestoredRange all =
                new RestoredRange(
                        bucket, Bytes.EMPTY, Removal.TOMBSTONE, null, new Tally(0, 0, 0, 0, 0, 0));
        Stamp restored = tell(new RangesRestored(cut, List.of(all)));
        tell(new LayerSettled(bucket, Bytes.EMPTY, restored, Bytes.EMPTY, true));
        missing = List.of();
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(isHeld(first)).isTrue();
        assertRefused(
                kit.store().history().purge(NAME, KEY, first), Reason.MEMBERS_BEHIND, "moment");
        kit.clock.advance(Duration.ofSeconds(1));
        OtherNode third = new OtherNode(Journals.IDENTITY.cluster(), THIRD, kit.clock);
        tell(third, OtherNode.created(8, "later"));
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1);
    }

    /// A member that does nothing says so.
    @Test
    void whatARestoreLooksForGoesOnceAllSaidThatNothingOlderComes() {
        AsOf then = new AsOf.At(hidden(first).instant().minusMillis(1));
        assertThat(kit.store().restore(RestoreRequest.of(NAME, then)).orThrow().objects())
                .isEqualTo(1);
        kit.maintenance.settle();
        missing = List.of();
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(isHeld(first)).isTrue();
        heard = HybridTime.MAX;
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1);
    }

    /// Another purge raised the floor meanwhile, which not everybody knows.
    @Test
    void nothingGoesThatWasHiddenAfterTheFloorThatAllKnow() {
        VersionId second = current();
        kit.clock.advance(Duration.ofMinutes(1));
        put("third");
        hold(second);
        kit.clock.advance(Duration.ofHours(2));
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        tell(new Event.AttributesChanged(bucket, KEY, second, Attributes.NONE));
        assertRefused(kit.store().history().purge(NAME, KEY, second), Reason.MEMBERS_BEHIND, ": b");
        assertThat(floor()).isEqualTo(hidden(second));
        known = 1;
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1);
        assertThat(isHeld(first)).isFalse();
        assertThat(isHeld(second)).isTrue();
    }

    @Test
    void whatWasToGoForSpaceStaysOnceThereIsSome() {
        put("third");
        Ending ending = new Ending(kit.core, Ending.Kind.VERSIONS);
        assertThat(ending.run(Instant.MAX, Long.MAX_VALUE)).isEqualTo(PurgeResult.NOTHING);
        assertThat(ending.waitedFor()).containsExactly("b");
        missing = List.of();
        assertThat(ending.run(kit.clock.instant(), Long.MAX_VALUE).versions())
                .as("only the one whose window is over")
                .isEqualTo(1);
        assertThat(isHeld(first)).isFalse();
        assertThat(ending.waitedFor()).isEmpty();
    }

    @Test
    void aNodeThatJoinsPurgesNothingAlone() {
        try (StoreKit fresh = StoreKit.open()) {
            fresh.core.duties().join(true);
            assertThat(fresh.core.read(fresh.core.duties()::isShared)).isTrue();
            fresh.core.duties().join(false);
            assertThat(fresh.core.read(fresh.core.duties()::isShared)).isFalse();
        }
    }

    @Test
    void changesWaitUntilANodeHasJoined() throws Exception {
        kit.core.duties().join(true);
        byte[] content = {1};
        CompletableFuture<Outcome<Written>> put =
                CompletableFuture.supplyAsync(
                        () -> kit.store().put(PutRequest.of(NAME, KEY, Body.of(content))));
        tell(OtherNode.created(8, "later"));
        assertThat(put).as("what others did comes first").isNotDone();
        kit.core.duties().join(false);
        assertThat(put.get(10, TimeUnit.SECONDS).isDone()).isTrue();
    }

    @Test
    void whoWaitsInVainForThatIsToldSo() {
        kit.core.duties().join(true);
        Thread.currentThread().interrupt();
        Outcome<PurgeResult> refused = kit.store().history().purge(NAME, KEY, first);
        assertThat(Thread.interrupted()).isTrue();
        assertRefused(refused, Reason.MEMBERS_BEHIND, "let it in");
    }

    @Test
    void whoPurgesAtOnceIsToldWhoDoesNotKnowYet() {
        assertRefused(kit.store().history().purge(NAME, KEY, first), Reason.MEMBERS_BEHIND, ": b");
        assertThat(isHeld(first)).isTrue();
        missing = List.of();
        assertThat(kit.store().history().purge(NAME, KEY, first).orThrow().versions()).isEqualTo(1);
        assertThat(isHeld(first)).isFalse();
    }

    @Test
    void aNodeWhoseMembersAreNotFollowedYetPurgesNothing() {
        kit.core.duties().with(Others.UNKNOWN);
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(isHeld(first)).isTrue();
    }

    @Test
    void bytesGoOnlyOnceMembersKnow() {
        kit.store()
                .buckets()
                .change(NAME, new SettingsChange.SetBytesWindow(Duration.ZERO))
                .orThrow();
        VersionId third = put("third");
        put("fourth");
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(PurgeResult.NOTHING);
        missing = List.of();
        assertThat(kit.maintenance.releaseBytes().versions()).isPositive();
        assertThat(isHeld(third)).isTrue();
    }
}
