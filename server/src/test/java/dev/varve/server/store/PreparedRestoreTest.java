package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What changes between the counting of a restore and its decision.
class PreparedRestoreTest {
    private final StoreKit kit = StoreKit.open();
    private final Sample sample = Sample.in(kit);
    private Optional<RestorePlan> plan = Optional.empty();

    @BeforeEach
    void lose() {
        put(0, 10, "whole");
        HybridTime cut = kit.recorded(kit.store().position()).envelope().time();
        plan =
                Optional.of(
                        RestorePlan.of(
                                        Optional.of(BUCKET),
                                        "a/",
                                        new AsOf.AtPosition(kit.store().position()),
                                        cut)
                                .orThrow());
        put(0, 5, "lost");
        delete(5);
        put(10, 12, "new");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static ObjectKey key(int number) {
        return ObjectKey.of("a/" + number);
    }

    private void put(int from, int to, String text) {
        for (int i = from; i < to; i++) {
            sample.put(key(i), text);
        }
    }

    private void delete(int number) {
        kit.store().delete(BUCKET, key(number)).orThrow();
    }

    private PreparedRestore prepared() {
        return PreparedRestore.of(plan.orElseThrow(), kit.core).orThrow();
    }

    private Outcome<Optional<RestoreResult>> apply(PreparedRestore prepared) {
        return kit.core.run(prepared.decision(), StoreKit.ALICE);
    }

    private void assertRestored() {
        assertThat(sample.keys()).hasSize(10);
        assertThat(sample.get(key(0))).isEqualTo("whole");
        Usage before = usage();
        kit.maintenance.settle();
        assertThat(usage()).isEqualTo(before);
        assertThat(before.currentObjects()).isEqualTo(10);
    }

    private Usage usage() {
        return kit.store().buckets().usage(BUCKET).orThrow();
    }

    @Test
    void countsWhatChangedSinceOnTheWriter() {
        try (PreparedRestore prepared = prepared()) {
            sample.put(key(0), "whole");
            delete(6);
            put(12, 14, "newer");
            sample.put(ObjectKey.of("b"), "other");
            RestoreResult result = apply(prepared).orThrow().orElseThrow();
            assertThat(result.back().objects()).isEqualTo(2);
            assertThat(result.changed().objects()).isEqualTo(4);
            assertThat(result.gone().objects()).isEqualTo(4);
        }
        kit.store().delete(BUCKET, ObjectKey.of("b")).orThrow();
        assertRestored();
    }

    @Test
    void isDoneAgainWhereTooMuchChanged() {
        PreparedRestore prepared = prepared();
        put(12, 700, "newer");
        assertThat(apply(prepared).orThrow()).isEmpty();
        try (PreparedRestore again = prepared.again(kit.core).orThrow()) {
            assertThat(apply(again).orThrow().orElseThrow().gone().objects()).isEqualTo(690);
        }
        assertRestored();
    }

    @Test
    void isCountedAnewWhereTheRulesChanged() {
        PreparedRestore prepared = prepared();
        sample.versioning(Versioning.ENABLED);
        assertThat(apply(prepared).orThrow()).isEmpty();
        try (PreparedRestore again = prepared.again(kit.core).orThrow()) {
            assertThat(apply(again).orThrow().orElseThrow().objects()).isEqualTo(8);
        }
        assertRestored();
    }

    @Test
    void isRefusedWhereItsHistoryWasPurgedMeanwhile() {
        try (PreparedRestore prepared = prepared()) {
            kit.clock.advance(Duration.ofDays(2));
            assertThat(kit.maintenance.purge().versions()).isPositive();
            assertThat(Sample.refusalOf(apply(prepared))).isEqualTo(Reason.BELOW_HISTORY_FLOOR);
            assertThat(Sample.refusalOf(prepared.again(kit.core)))
                    .isEqualTo(Reason.BELOW_HISTORY_FLOOR);
        }
        assertThat(sample.get(key(0))).isEqualTo("lost");
    }

    /// A purge of what was gone at the cut already takes nothing from the restore.
    @Test
    void isDoneWhereEarlierHistoryWasPurgedMeanwhile() {
        kit.clock.advance(Duration.ofHours(30));
        HybridTime cut = kit.recorded(kit.store().position()).envelope().time();
        AsOf now = new AsOf.AtPosition(kit.store().position());
        plan = Optional.of(RestorePlan.of(Optional.of(BUCKET), "a/", now, cut).orThrow());
        delete(0);
        try (PreparedRestore prepared = prepared()) {
            assertThat(kit.maintenance.purge().versions()).isPositive();
            assertThat(apply(prepared).orThrow().orElseThrow().back().objects()).isEqualTo(1);
        }
        assertThat(sample.get(key(0))).isEqualTo("lost");
    }

    @Test
    void isRefusedWhereAnotherRangeIsOverItByNow() {
        try (PreparedRestore prepared = prepared()) {
            kit.store().deletePrefix(PrefixDelete.of(BUCKET, "a/1")).orThrow();
            assertThat(Sample.refusalOf(apply(prepared))).isEqualTo(Reason.CONFLICT);
        }
    }

    @Test
    void changesNothingWhereOthersDidItMeanwhile() {
        try (PreparedRestore prepared = prepared()) {
            put(0, 6, "whole");
            delete(10);
            delete(11);
            RestoreResult result = apply(prepared).orThrow().orElseThrow();
            assertThat(result.objects()).isZero();
            assertThat(result.position()).isEmpty();
        }
        assertRestored();
    }
}
