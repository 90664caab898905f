package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.RangeRequest.Delete;
import dev.varve.server.store.Refusal.Reason;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What changes between counting a range and deciding about it.
class PreparedRangeTest {
    private final StoreKit kit = StoreKit.open();
    private final Sample sample = Sample.in(kit);
    private final RangeRequest request = new Delete(BUCKET, Bytes.utf8("a/"));

    @AfterEach
    void close() {
        kit.close();
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            sample.put(ObjectKey.of("a/" + i), "x");
        }
    }

    private Outcome<Optional<RangeResult>> apply(PreparedRange prepared) {
        return kit.core.run(new RangeCommands.Apply(prepared), StoreKit.ALICE);
    }

    private long usage() {
        return kit.store().buckets().usage(BUCKET).orThrow().currentObjects();
    }

    @Test
    void countsWhatChangedSinceOnTheWriter() {
        put(0, 10);
        try (PreparedRange prepared = PreparedRange.of(request, kit.core).orThrow()) {
            put(8, 12);
            kit.store().delete(BUCKET, ObjectKey.of("a/0")).orThrow();
            sample.put(ObjectKey.of("b"), "other");
            RangeResult result = apply(prepared).orThrow().orElseThrow();
            assertThat(result.objects()).isEqualTo(11);
            assertThat(usage()).isEqualTo(1);
            kit.maintenance.settle();
            assertThat(usage()).isEqualTo(1);
        }
    }

    @Test
    void isDoneAgainWhereTooMuchChanged() {
        put(0, 10);
        PreparedRange prepared = PreparedRange.of(request, kit.core).orThrow();
        put(5, 600);
        assertThat(apply(prepared).orThrow()).isEmpty();
        try (PreparedRange again = prepared.again(kit.core).orThrow()) {
            assertThat(apply(again).orThrow().orElseThrow().objects()).isEqualTo(600);
            assertThat(usage()).isZero();
        }
    }

    @Test
    void isCountedAnewWhereTheRulesChanged() {
        put(0, 3);
        PreparedRange prepared = PreparedRange.of(request, kit.core).orThrow();
        sample.versioning(Versioning.ENABLED);
        assertThat(apply(prepared).orThrow()).isEmpty();
        try (PreparedRange again = prepared.again(kit.core).orThrow()) {
            assertThat(apply(again).orThrow().orElseThrow().objects()).isEqualTo(3);
            assertThat(kit.store().buckets().usage(BUCKET).orThrow().objects()).isEqualTo(3);
        }
    }

    @Test
    void isRefusedWhereAnotherRangeIsOverItByNow() {
        put(0, 3);
        try (PreparedRange prepared = PreparedRange.of(request, kit.core).orThrow()) {
            kit.store().deletePrefix(PrefixDelete.of(BUCKET, "a/1")).orThrow();
            assertThat(Sample.refusalOf(apply(prepared))).isEqualTo(Reason.CONFLICT);
        }
    }
}
