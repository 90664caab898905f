package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Envelope;
import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.projections.memory.MemoryStateStore;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Lifecycle;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.LifecycleCommands.Expire;
import dev.varve.server.store.LifecycleCommands.Expired;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecyclePassTest {
    private static final LifecycleRule DAY =
            new LifecycleRule("day", true, Filter.ALL, new Expiration.AfterDays(1), null, 0);
    private static final LifecycleRule ALL =
            new LifecycleRule(
                    "all", true, Filter.ALL, new Expiration.AfterDays(1), new Noncurrent(1, 0), 1);

    private int syncs = Integer.MAX_VALUE;
    private StoreKit kit = StoreKit.open(StoreKit.Settings.DEFAULT.hook(this::sync));
    private final MemoryStateStore state = new MemoryStateStore(Position.NONE);

    @AfterEach
    void close() {
        kit.close();
    }

    private void sync() throws IOException {
        if (syncs-- == 0) {
            throw new IOException("power is lost");
        }
    }

    private LifecyclePass pass(StateStore store, int page) {
        return new LifecyclePass(
                kit.core,
                store,
                () -> Duration.between(SettableClock.START, kit.clock.instant()).toNanos(),
                Pace.FREE,
                page);
    }

    /// A run on a clock that was steady.
    private TestRun run(LifecyclePass pass) {
        return run(pass, new TestRun());
    }

    private TestRun run(LifecyclePass pass, TestRun run) {
        try {
            pass.run(run);
            kit.clock.advance(Duration.ofMinutes(15));
            pass.run(run);
            return run;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestRun run() {
        return run(pass(state, 1000));
    }

    private void rules(LifecycleRule... rules) {
        kit.store().buckets().setLifecycle(BUCKET, List.of(rules)).orThrow();
    }

    private void days(int days) {
        kit.clock.advance(Duration.ofDays(days));
    }

    private BucketId bucket() {
        return kit.store().buckets().find(BUCKET).map(Bucket::id).orElseThrow();
    }

    private List<String> kinds(String key) {
        return kit.store().history().of(BUCKET, ObjectKey.of(key), null, 1000).orThrow().stream()
                .map(version -> version.kind() + (version.hiddenAt() == null ? "" : " hidden"))
                .toList();
    }

    @Test
    void deletesOnceDaysAreOverAtTheNextMidnight() {
        Sample sample = Sample.in(kit);
        rules(DAY);
        kit.clock.advance(Duration.ofHours(10));
        sample.put("a");
        kit.clock.set(Instant.parse("2026-01-02T23:40:00Z"));
        run();
        assertThat(sample.get()).isEqualTo("a");

        kit.clock.set(Instant.parse("2026-01-03T00:00:01Z"));
        run();

        sample.assertAbsent();
        assertThat(kinds("key")).containsExactly("TOMBSTONE", "OBJECT hidden");
    }

    /// Bytes, and no pattern: neither `_` nor case stand for anything else.
    @Test
    void takesPrefixesLiterally() {
        Sample.in(kit);
        Filter below = new Filter(false, "a_", new TreeMap<>(), -1, -1);
        rules(new LifecycleRule("some", true, below, new Expiration.AfterDays(1), null, 0));
        List<String> keys = List.of("a_b", "aXb", "A_b", "a%b");
        for (String key : keys) {
            kit.store()
                    .put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(new byte[] {1})))
                    .orThrow();
        }
        days(2);
        run();

        assertThat(kinds("a_b")).containsExactly("TOMBSTONE", "OBJECT hidden");
        assertThat(keys.subList(1, 4)).allSatisfy(key -> assertThat(kinds(key)).hasSize(1));
    }

    @Test
    void saysWhichRuleItWas() {
        Sample sample = Sample.in(kit);
        rules(DAY);
        sample.put("a");
        days(2);
        run();

        Envelope told = kit.recorded(sample.history().getFirst().position()).envelope();
        assertThat(told.provenance().actor()).isEqualTo(Lifecycles.ACTOR);
        assertThat(Lifecycles.did(told.provenance())).isTrue();
        assertThat(told.provenance().source()).isEqualTo("lifecycle:day");
        assertThat(LifecyclePass.provenance("x".repeat(255)).source()).hasSize(128);
    }

    @Test
    void placesADeleteMarkerWhereVersionsAreKeptAndRemovesItOnceItIsAlone() {
        Sample sample = Sample.in(kit, Versioning.ENABLED);
        rules(ALL);
        sample.put("a");
        days(2);
        run();
        assertThat(kinds("key")).containsExactly("DELETE_MARKER", "OBJECT");

        days(2);
        run();
        assertThat(kinds("key")).containsExactly("DELETE_MARKER", "OBJECT hidden");
        days(1);
        run();
        assertThat(kinds("key")).containsExactly("DELETE_MARKER hidden", "OBJECT hidden");
    }

    @Test
    void looksOnceADayAndWhenRulesChange() {
        Sample sample = Sample.in(kit);
        sample.put("a");
        rules(DAY);
        assertThat(run().figures).containsEntry("pages", 2L);
        assertThat(run().figures).containsEntry("pages", 0L);

        rules(DAY, new LifecycleRule("more", true, Filter.ALL, null, null, 1));
        assertThat(run().figures).containsEntry("pages", 2L);
        days(1);
        assertThat(run().figures).containsEntry("pages", 2L);
    }

    @Test
    void trustsNoClockThatJumped() throws InterruptedException {
        Sample sample = Sample.in(kit);
        rules(DAY);
        sample.put("a");
        long[] nanos = {0};
        LifecyclePass pass = new LifecyclePass(kit.core, state, () -> nanos[0], Pace.FREE);
        for (int i = 0; i < 12; i++) {
            pass.run(new TestRun());
            kit.clock.advance(Duration.ofMinutes(1));
            nanos[0] += Duration.ofMinutes(1).toNanos();
        }
        days(3650);
        pass.run(new TestRun());
        assertThat(sample.get()).isEqualTo("a");
    }

    @Test
    void keepsTheNewestNoncurrentVersions() {
        Sample sample = Sample.in(kit, Versioning.ENABLED);
        rules(new LifecycleRule("keep", true, Filter.ALL, null, new Noncurrent(1, 2), 0));
        for (int i = 0; i < 10; i++) {
            sample.put("v" + i);
        }
        days(2);
        run(pass(state, 3));

        assertThat(sample.history().stream().filter(each -> each.hiddenAt() == null)).hasSize(3);
        assertThat(sample.get()).isEqualTo("v9");
    }

    @Test
    void removesNoVersionThatIsLocked() {
        Sample sample = Sample.in(kit, Sample.locking());
        rules(ALL);
        VersionId held = sample.put("held").version();
        sample.put("new");
        kit.store()
                .change(BUCKET, KEY, VersionRef.of(held), new AttributeChange.SetLegalHold(true))
                .orThrow();
        days(10);
        run();

        assertThat(sample.get(held)).isEqualTo("held");
        assertThat(kinds("key")).containsExactly("DELETE_MARKER", "OBJECT", "OBJECT");
        days(1);
        run();
        assertThat(kinds("key")).containsExactly("DELETE_MARKER", "OBJECT", "OBJECT");
        days(1);
        run();
        assertThat(kinds("key")).containsExactly("DELETE_MARKER", "OBJECT hidden", "OBJECT");
    }

    /// What happens between the look at a bucket and the writer's turn.
    enum Meanwhile {
        PUT_AGAIN,
        DELETED_AND_PUT_AGAIN,
        TAGS_CHANGED,
        RULES_CHANGED,
        RULES_ENDED,
        BUCKET_MADE_ANEW
    }

    @ParameterizedTest
    @EnumSource
    void neverRemovesWhatCameAfterTheDeadline(Meanwhile what) {
        Sample sample = Sample.in(kit);
        TreeMap<String, String> tags = new TreeMap<>(Map.of("old", "yes"));
        rules(
                new LifecycleRule(
                        "tagged",
                        true,
                        new Filter(false, null, tags, -1, -1),
                        new Expiration.AfterDays(1),
                        null,
                        0));
        sample.put("a");
        AttributeChange.SetTags old = new AttributeChange.SetTags(tags);
        kit.store().change(BUCKET, KEY, null, old).orThrow();
        days(2);
        Expire command = look();
        assertThat(command.items()).hasSize(1);
        meanwhile(what, sample);
        if (what == Meanwhile.PUT_AGAIN || what == Meanwhile.DELETED_AND_PUT_AGAIN) {
            kit.store().change(BUCKET, KEY, null, old).orThrow();
        }

        assertThat(kit.core.run(command, Provenance.SYSTEM).orThrow().count()).isZero();

        assertThat(sample.get()).isNotEmpty();
        kit.maintenance.purge();
        assertThat(sample.get()).isNotEmpty();
    }

    private void meanwhile(Meanwhile what, Sample sample) {
        switch (what) {
            case PUT_AGAIN -> sample.put("again");
            case DELETED_AND_PUT_AGAIN -> {
                sample.delete();
                sample.put("again");
            }
            case TAGS_CHANGED ->
                    kit.store()
                            .change(BUCKET, KEY, null, new AttributeChange.SetTags(new TreeMap<>()))
                            .orThrow();
            case RULES_CHANGED -> rules(DAY);
            case RULES_ENDED -> rules();
            case BUCKET_MADE_ANEW -> {
                sample.delete();
                kit.store().buckets().delete(BUCKET).orThrow();
                kit.store().buckets().create(BUCKET).orThrow();
                rules(DAY);
                sample.put("again");
            }
        }
    }

    private Expire look() {
        return kit.core.read(view -> look(view, bucket()));
    }

    private Expire look(ObjectReader view, BucketId bucket) {
        Lifecycle rules = view.lifecycle(bucket).orElseThrow();
        LifecyclePlan plan = new LifecyclePlan(rules.rules());
        LifecycleScan scan =
                new LifecycleScan(view.bucket(bucket).orElseThrow(), plan, LifecyclePlace.BEGIN);
        List<LifecycleItem> items = scan.page(view, kit.clock.instant(), 1000);
        return new Expire(bucket, rules.since(), plan, items);
    }

    @Test
    void keepsAVersionOfWhichFewerNewerOnesAreLeft() {
        Sample sample = Sample.in(kit, Versioning.ENABLED);
        rules(new LifecycleRule("keep", true, Filter.ALL, null, new Noncurrent(1, 1), 0));
        sample.put("oldest");
        VersionId middle = sample.put("middle").version();
        sample.put("newest");
        days(2);
        Expire command = look();
        assertThat(command.items()).hasSize(1);
        sample.delete(middle).orThrow();

        Expired done = kit.core.run(command, Provenance.SYSTEM).orThrow();

        assertThat(done.count()).isZero();
        assertThat(kinds("key")).containsExactly("OBJECT", "OBJECT hidden", "OBJECT");
    }

    @Test
    void looksThroughKeysThatALayerIsOver() {
        Sample sample = Sample.in(kit);
        sample.put(ObjectKey.of("from/a"), "a");
        days(1);
        kit.store().movePrefix(new PrefixMove(BUCKET, "from/", BUCKET, "to/", false)).orThrow();
        sample.put(ObjectKey.of("from/b"), "b");
        rules(DAY);
        assertThat(kit.maintenance.isSettling()).isTrue();
        run();
        assertThat(sample.keys()).containsExactly("from/b", "to/a");

        days(2);
        run();

        assertThat(kit.maintenance.isSettling()).isTrue();
        assertThat(sample.keys()).isEmpty();
        kit.maintenance.settle();
        assertThat(sample.keys()).isEmpty();
        assertThat(kinds("to/a")).containsExactly("TOMBSTONE", "OBJECT hidden");
    }

    /// A state store that loses power at its n-th write.
    private static final class Failing implements StateStore {
        private final StateStore inner;
        private int writes;

        Failing(StateStore inner, int writes) {
            this.inner = inner;
            this.writes = writes;
        }

        @Override
        public byte @Nullable [] get(String space, byte[] key) {
            return inner.get(space, key);
        }

        @Override
        public void scan(String space, byte[] from, RowVisitor visitor) {
            inner.scan(space, from, visitor);
        }

        @Override
        public void write(StateBatch batch) {
            if (writes-- == 0) {
                throw new StoreException.Failed("power is lost");
            }
            inner.write(batch);
        }

        @Override
        public Position begun() {
            return inner.begun();
        }

        @Override
        public void close() {}
    }

    /// Ten keys of two versions each, and an upload; all is due.
    private void fill() {
        Sample sample = Sample.in(kit, Versioning.ENABLED);
        rules(ALL);
        for (int i = 0; i < 10; i++) {
            sample.put(ObjectKey.of("k" + i), "old");
            sample.put(ObjectKey.of("k" + i), "new");
        }
        UploadId upload = kit.store().uploads().create(BUCKET, KEY).orThrow();
        assertThat(upload).isNotNull();
        days(3);
        sample.put(ObjectKey.of("k9"), "newest");
    }

    private void requireAllGoneOnce() {
        for (int i = 0; i < 9; i++) {
            assertThat(kinds("k" + i)).containsExactly("DELETE_MARKER", "OBJECT", "OBJECT hidden");
        }
        assertThat(kinds("k9")).containsExactly("OBJECT", "OBJECT", "OBJECT hidden");
        int uploads = kit.core.read(view -> view.uploads(null, 10).size());
        assertThat(uploads).isZero();
    }

    /// Power goes at each sync of the journal and at each write of what the pass remembers.
    @Test
    void resumesAfterALossOfPowerAtAnyStepWithoutDoubleEffects() {
        List<String> tried = new ArrayList<>();
        for (boolean ofJournal : List.of(true, false)) {
            for (int step = 0; ; step++) {
                kit.close();
                kit = StoreKit.open(StoreKit.Settings.DEFAULT.hook(this::sync));
                MemoryStateStore kept = new MemoryStateStore(Position.NONE);
                fill();
                StateStore used = ofJournal ? kept : new Failing(kept, step);
                syncs = ofJournal ? step : Integer.MAX_VALUE;
                boolean failed = failed(used);
                boolean wasSpent = ofJournal && syncs < 0;
                syncs = Integer.MAX_VALUE;
                if (!failed && !wasSpent) {
                    requireAllGoneOnce();
                    break;
                }
                tried.add(ofJournal + " " + step);
                kit = kit.crash(step % 2);
                run(pass(kept, 3));
                requireAllGoneOnce();
            }
        }
        assertThat(tried).hasSizeGreaterThan(15);
    }

    private boolean failed(StateStore used) {
        try {
            run(pass(used, 3));
            return false;
        } catch (StoreException | OutcomeUnknown e) {
            return true;
        }
    }

    @Test
    void goesOnWhereItWasStopped() {
        fill();
        LifecyclePass pass = pass(state, 3);
        run(pass, new TestRun(2));
        assertThat(kinds("k0")).containsExactly("DELETE_MARKER", "OBJECT", "OBJECT hidden");
        assertThat(kinds("k8")).containsExactly("OBJECT", "OBJECT");

        TestRun rest = run(pass);

        requireAllGoneOnce();
        assertThat(rest.figures.get("pages")).isLessThan(9);
    }

    @Test
    void refusesMarksOfALaterFormat() {
        assertThatThrownBy(() -> LifecycleMark.read(new byte[] {9}))
                .isInstanceOf(StoreException.FromTheFuture.class);
        assertThatThrownBy(() -> LifecycleMark.read(new byte[] {1}))
                .isInstanceOf(StoreException.Corrupt.class);
    }
}
