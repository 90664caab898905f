package dev.varve.server.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.LinkId;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Revocations;
import dev.varve.server.store.Refusal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final BucketName BUCKET = new BucketName("bucket");
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Random random = new Random(31);
    private StoreKit kit;

    @BeforeEach
    void open() {
        kit = StoreKit.open();
        kit.store().buckets().create(BUCKET).orThrow();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private LinkUse link(boolean singleUse) {
        LinkId id = LinkId.random(kit.clock.instant().plus(HOUR), random);
        return new LinkUse(id, "alice", kit.store().links().seen("alice"), singleUse);
    }

    private static PutRequest put(String text) {
        return PutRequest.of(BUCKET, KEY, Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private int versions() {
        return kit.store().history().of(BUCKET, KEY, null, 100).orThrow().size();
    }

    private static void assertRefused(Outcome<?> outcome, Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(reason));
    }

    @Test
    void spendsLinkByTheVeryEventOfItsPut() {
        LinkUse link = link(true);
        Position before = kit.store().position();
        Written written = kit.store().through(link).put(put("once")).orThrow();

        assertThat(written.position()).isEqualTo(before.next());
        assertThat(kit.recorded(written.position()).event())
                .isInstanceOfSatisfying(
                        Event.LinkSpent.class,
                        spent -> {
                            assertThat(spent.link()).isEqualTo(link.id());
                            assertThat(spent.change()).isInstanceOf(Event.ObjectPut.class);
                        });
        assertThat(kit.store().head(ReadRequest.of(BUCKET, KEY)).orThrow().id())
                .isEqualTo(written.version());
        assertRefused(kit.store().through(link).put(put("twice")), Reason.LINK_SPENT);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void tellsOfQuotaThatIsUsedUpByLink() {
        kit.store()
                .buckets()
                .change(BUCKET, new SettingsChange.SetQuota(new Quota(-1, 1)))
                .orThrow();
        Written written = kit.store().through(link(true)).put(put("once")).orThrow();

        assertThat(kit.recorded(written.position().next()).event())
                .isInstanceOf(Event.QuotaThresholdCrossed.class);
    }

    @Test
    void takesAnyNumberOfPutsByLinkForMore() {
        LinkUse link = link(false);
        kit.store().through(link).put(put("1")).orThrow();
        kit.store().through(link).put(put("2")).orThrow();
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void letsOneOfManyRacingPutsWin() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            int before = versions();
            LinkUse link = link(true);
            ConcurrentLinkedQueue<Outcome<Written>> outcomes = new ConcurrentLinkedQueue<>();
            Together.run(
                    8, thread -> outcomes.add(kit.store().through(link).put(put("by " + thread))));

            assertThat(outcomes.stream().filter(Outcome::isDone)).hasSize(1);
            outcomes.stream()
                    .filter(outcome -> !outcome.isDone())
                    .forEach(outcome -> assertRefused(outcome, Reason.LINK_SPENT));
            assertThat(versions()).isEqualTo(before + 1);
        }
    }

    @Test
    void isNotSpentByWhatCameToNothing() {
        LinkUse link = link(true);
        ObjectStore store = kit.store().through(link);
        byte[] bytes = {1, 2, 3};
        Body wrong =
                new Body(
                        new ByteArrayInputStream(bytes),
                        3,
                        Map.of(DigestAlgorithm.MD5, Md5s.digest("MD5", new byte[] {9})),
                        Set.of());
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("cut");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                };

        assertRefused(store.put(PutRequest.of(BUCKET, KEY, wrong)), Reason.DIGEST_MISMATCH);
        assertRefused(
                store.put(PutRequest.of(BUCKET, KEY, Body.of(broken, 3))), Reason.INCOMPLETE_BODY);
        assertRefused(
                store.put(PutRequest.of(BUCKET, KEY, Body.of(new ByteArrayInputStream(bytes), 4))),
                Reason.INCOMPLETE_BODY);
        assertRefused(
                store.put(put("x").preconditions(Preconditions.ifMatch(new ETag("none")))),
                Reason.NO_SUCH_KEY);
        assertThat(kit.store().links().ended(link)).isEmpty();
        store.put(put("right")).orThrow();
    }

    @Test
    void isRefusedWhenRevokedWhileItsBodyComes() {
        LinkUse link = link(false);
        InputStream slow =
                new ByteArrayInputStream(new byte[] {1}) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        kit.store().links().revoke(link.id(), "alice").orThrow();
                        return super.read(into, offset, length);
                    }
                };
        Outcome<Written> outcome =
                kit.store().through(link).put(PutRequest.of(BUCKET, KEY, Body.of(slow, 1)));

        assertRefused(outcome, Reason.LINK_REVOKED);
        assertThat(versions()).isZero();
    }

    @Test
    void isSpentByDeleteOfWhatIsNotThere() {
        LinkUse link = link(true);
        kit.store().through(link).delete(BUCKET, KEY).orThrow();
        assertRefused(kit.store().through(link).delete(BUCKET, KEY), Reason.LINK_SPENT);
    }

    @Test
    void isSpentByUseThatChangesNothing() {
        LinkUse link = link(true);
        kit.store().through(link).links().use().orThrow();
        assertRefused(kit.store().through(link).links().use(), Reason.LINK_SPENT);
        assertThat(kit.store().links().ended(link).orElseThrow().reason())
                .isEqualTo(Reason.LINK_SPENT);
    }

    @Test
    void revokesOnlyLinksOfTheirIssuer() {
        LinkUse link = link(false);
        assertThat(kit.store().links().revoke(link.id(), "mallory").orThrow()).isTrue();
        assertThat(kit.store().links().ended(link)).isEmpty();

        assertThat(kit.store().links().revoke(link.id(), "alice").orThrow()).isTrue();
        assertThat(kit.store().links().revoke(link.id(), "alice").orThrow()).isFalse();
        assertThat(kit.store().links().ended(link).orElseThrow().reason())
                .isEqualTo(Reason.LINK_REVOKED);
    }

    @Test
    void revokesAllThatWereMadeBefore() {
        LinkUse old = link(false);
        LinkUse ofBob = new LinkUse(link(false).id(), "bob", old.seen(), false);
        kit.store().links().revokeAll("alice").orThrow();
        LinkUse fresh = link(false);

        assertRefused(kit.store().through(old).put(put("old")), Reason.LINK_REVOKED);
        kit.store().through(ofBob).put(put("bob")).orThrow();
        kit.store().through(fresh).put(put("new")).orThrow();

        kit.store().links().revokeAll("alice").orThrow();
        assertRefused(kit.store().through(fresh).put(put("new")), Reason.LINK_REVOKED);
    }

    /// By the time on the wall the link would have been made after it was revoked.
    @Test
    void isNotFooledByClockThatIsSetBack() {
        LinkUse made = link(false);
        kit.clock.advance(HOUR.negated());
        kit.store().links().revokeAll("alice").orThrow();
        kit.clock.advance(HOUR.negated());
        LinkUse after = link(false);

        assertThat(kit.store().links().ended(made)).isPresent();
        assertThat(kit.store().links().ended(after)).isEmpty();
    }

    @Test
    void countsLinksOfAnEarlierIncarnationAsOlder() {
        LinkUse link = link(false);
        kit.store().links().revokeAll("alice").orThrow();
        Revocations known = kit.store().links().seen("alice");
        NodeId node = known.byNode().firstKey();
        int incarnation = requireNonNull(known.byNode().get(node)).incarnation();
        LinkUse sound = new LinkUse(link.id(), "alice", known, false);
        LinkUse cut = new LinkUse(link.id(), "alice", at(node, incarnation - 1), false);

        assertThat(kit.store().links().ended(sound)).isEmpty();
        assertThat(kit.store().links().ended(cut)).isPresent();
    }

    private static Revocations at(NodeId node, int incarnation) {
        Revocations.At at = new Revocations.At(incarnation, new Position(1_000_000));
        return new Revocations(new TreeMap<>(Map.of(node, at)));
    }

    @Test
    void takesNothingLongAfterItExpired() {
        LinkUse link = link(false);
        kit.clock.advance(HOUR.plus(LinkUse.GRACE).minusMillis(1));
        kit.store().through(link).put(put("begun in time")).orThrow();
        kit.clock.advance(Duration.ofMillis(2));

        assertRefused(kit.store().through(link).put(put("late")), Reason.LINK_REVOKED);
    }

    @Test
    void keepsWhatEndedThroughCrashAndLostView() {
        LinkUse spent = link(true);
        LinkUse revoked = link(false);
        LinkUse ofBob = new LinkUse(link(false).id(), "bob", revoked.seen(), false);
        kit.store().through(spent).put(put("once")).orThrow();
        kit.store().links().revoke(revoked.id(), "alice").orThrow();
        kit.store().links().revokeAll("bob").orThrow();

        StoreKit before = kit;
        kit = before.crash(0);
        before.close();
        Links links = kit.store().links();
        assertThat(links.ended(spent).orElseThrow().reason()).isEqualTo(Reason.LINK_SPENT);
        assertThat(links.ended(revoked).orElseThrow().reason()).isEqualTo(Reason.LINK_REVOKED);
        assertThat(links.ended(ofBob).orElseThrow().reason()).isEqualTo(Reason.LINK_REVOKED);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void remembersNothingOfIdsThatNoLinkHas() {
        Position before = kit.store().position();
        Links links = kit.store().links();
        LinkId far = LinkId.random(kit.clock.instant().plus(Links.LONGEST).plus(HOUR), random);
        LinkId over = LinkId.random(kit.clock.instant(), random);

        assertRefused(links.revoke(far, "alice"), Reason.INVALID_ARGUMENT);
        assertThat(links.revoke(over, "alice").orThrow()).isFalse();
        assertThat(List.of(kit.store().position())).containsExactly(before);
    }
}
