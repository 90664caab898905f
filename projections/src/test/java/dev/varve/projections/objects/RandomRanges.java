package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.Event.Tally;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.log.Retention;
import dev.varve.projections.objects.ObjectReader.RangeEffect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Facts about ranges that a decision would let through, with the counts that it would find.
final class RandomRanges {
    private static final Tally NOTHING = Usage.NONE.tally();
    private final Random random;
    private final NastyKeys keys;
    private final List<BucketId> buckets;
    private final ModelView model;
    private final ObjectReader view;

    RandomRanges(
            Random random,
            NastyKeys keys,
            List<BucketId> buckets,
            ModelView model,
            ObjectReader view) {
        this.random = random;
        this.keys = keys;
        this.buckets = buckets;
        this.model = model;
        this.view = view;
    }

    /// Empty when what came up is not possible now.
    Optional<RangeEvent> next() {
        BucketId bucket = bucket();
        Bytes prefix = prefix();
        List<ModelVersion> there = model.current(bucket, prefix, HybridTime.MAX);
        if (there.isEmpty() || view.isSettling(bucket, prefix)) {
            return Optional.empty();
        }
        return random.nextInt(3) == 0
                ? Optional.of(delete(bucket, prefix, there))
                : move(bucket, prefix, there);
    }

    /// A restore of some buckets to some earlier time; empty when it would change nothing.
    Optional<RangeEvent> restore(List<Recorded> told) {
        HybridTime cut = told.get(random.nextInt(told.size())).envelope().time();
        Bytes prefix = random.nextBoolean() ? Bytes.EMPTY : prefix();
        List<RestoredRange> ranges =
                buckets.stream()
                        .filter(_ -> random.nextBoolean())
                        .filter(bucket -> !view.isSettling(bucket, prefix))
                        .map(bucket ->
                                new RestoredRange(bucket, prefix, removal(), retention(), NOTHING))
                        .map(range -> counted(range, cut))
                        .filter(range -> !range.change().equals(NOTHING))
                        .toList();
        return ranges.isEmpty() ? Optional.empty() : Optional.of(new RangesRestored(cut, ranges));
    }

    private RestoredRange counted(RestoredRange range, HybridTime cut) {
        Usage sum = Usage.NONE;
        ObjectKey after = null;
        do {
            RestoreEffect.Page page = view.effects(range, cut, after, 1 + random.nextInt(9));
            for (RestoreEffect.Change change : page.changes()) {
                sum = sum.plus(change.effect().counts());
            }
            after = page.next();
        } while (after != null);
        return new RestoredRange(
                range.bucket(), range.prefix(), range.removal(), range.retention(), sum.tally());
    }

    private BucketId bucket() {
        return buckets.get(random.nextInt(buckets.size()));
    }

    private Bytes prefix() {
        String key = keys.any().toString();
        int points = key.codePointCount(0, key.length());
        int end = key.offsetByCodePoints(0, random.nextInt(Math.min(3, points) + 1));
        return Bytes.utf8(key.substring(0, end));
    }

    private Removal removal() {
        return List.of(Removal.values()).get(random.nextInt(3));
    }

    private RangeEvent delete(BucketId bucket, Bytes prefix, List<ModelVersion> there) {
        PrefixDeleted bare = new PrefixDeleted(bucket, prefix, removal(), NOTHING);
        return new PrefixDeleted(bucket, prefix, bare.removal(), sum(bare, there).left().tally());
    }

    private Optional<RangeEvent> move(BucketId bucket, Bytes prefix, List<ModelVersion> there) {
        BucketId to = bucket();
        Bytes toPrefix = prefix();
        byte[] one = prefix.toArray();
        byte[] other = toPrefix.toArray();
        boolean within =
                bucket.equals(to)
                        && (RowKeys.startsWith(one, other) || RowKeys.startsWith(other, one));
        boolean fits = there.stream().allMatch(each -> Layer.fits(each.key, prefix, toPrefix));
        if (within || !fits || view.isSettling(to, toPrefix)) {
            return Optional.empty();
        }
        PrefixMoved bare =
                new PrefixMoved(
                        bucket,
                        prefix,
                        removal(),
                        NOTHING,
                        to,
                        toPrefix,
                        random.nextBoolean(),
                        retention(),
                        NOTHING);
        RangeEffect sum = sum(bare, there);
        there.forEach(each -> keys.learn(Layer.moved(each.key, prefix, toPrefix)));
        return Optional.of(
                new PrefixMoved(
                        bucket,
                        prefix,
                        bare.removal(),
                        sum.left().tally(),
                        to,
                        toPrefix,
                        bare.nullVersion(),
                        bare.retention(),
                        sum.arrived().tally()));
    }

    private @Nullable Retention retention() {
        return random.nextInt(4) == 0
                ? new Retention(Retention.Mode.GOVERNANCE, Instant.ofEpochSecond(4_000_000_000L))
                : null;
    }

    private RangeEffect sum(PrefixEvent event, List<ModelVersion> there) {
        RangeEffect sum = RangeEffect.NONE;
        for (ModelVersion version : there) {
            RangeEffect one = view.effect(event, version.key);
            sum =
                    new RangeEffect(
                            Optional.empty(),
                            sum.left().plus(one.left()),
                            sum.arrived().plus(one.arrived()));
        }
        return sum;
    }
}
