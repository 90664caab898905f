package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.Event.Tally;
import dev.varve.log.HybridTime;
import dev.varve.projections.objects.ObjectReader.RangeEffect;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// What a node may decide about ranges, with the counts that it finds.
final class SimRanges {
    private static final Tally NOTHING = Usage.NONE.tally();
    private static final List<Bytes> PREFIXES =
            Stream.of("", "a", "a/", "b", "b/", "c/").map(Bytes::utf8).toList();
    private final Random random;

    SimRanges(Random random) {
        this.random = random;
    }

    Optional<? extends dev.varve.log.Event> next(SimNode node, List<BucketId> buckets) {
        ObjectView view = node.view();
        BucketId bucket = any(buckets);
        Bytes prefix = any(PREFIXES);
        if (random.nextBoolean()) {
            return view.settling(1 + random.nextInt(3), node.origin.node());
        }
        if (view.isSettling(bucket, prefix)) {
            return Optional.empty();
        }
        return switch (random.nextInt(3)) {
            case 0 -> delete(view, bucket, prefix);
            case 1 -> move(view, bucket, prefix, any(buckets), any(PREFIXES));
            default -> restore(node, view, bucket, prefix);
        };
    }

    Optional<RangesRestored> restore(SimNode node, BucketId bucket) {
        ObjectView view = node.view();
        Bytes prefix = any(PREFIXES);
        return view.isSettling(bucket, prefix)
                ? Optional.empty()
                : restore(node, view, bucket, prefix);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Removal removal() {
        return any(List.of(Removal.values()));
    }

    private Optional<PrefixDeleted> delete(ObjectView view, BucketId bucket, Bytes prefix) {
        PrefixDeleted bare = new PrefixDeleted(bucket, prefix, removal(), NOTHING);
        Tally left = sum(view, bare, bucket, prefix).left().tally();
        return left.equals(NOTHING)
                ? Optional.empty()
                : Optional.of(new PrefixDeleted(bucket, prefix, bare.removal(), left));
    }

    private Optional<PrefixMoved> move(
            ObjectView view, BucketId bucket, Bytes prefix, BucketId to, Bytes toPrefix) {
        byte[] one = prefix.toArray();
        byte[] other = toPrefix.toArray();
        boolean within =
                bucket.equals(to)
                        && (RowKeys.startsWith(one, other) || RowKeys.startsWith(other, one));
        boolean fits =
                objects(view, bucket, prefix)
                        .allMatch(each -> Layer.fits(each.key(), prefix, toPrefix));
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
                        null,
                        NOTHING);
        RangeEffect sum = sum(view, bare, bucket, prefix);
        return sum.left().tally().equals(NOTHING)
                ? Optional.empty()
                : Optional.of(
                        new PrefixMoved(
                                bucket,
                                prefix,
                                bare.removal(),
                                sum.left().tally(),
                                to,
                                toPrefix,
                                bare.nullVersion(),
                                null,
                                sum.arrived().tally()));
    }

    private static Stream<ListPage.ListedObject> objects(
            ObjectView view, BucketId bucket, Bytes prefix) {
        ListQuery query = new ListQuery(prefix, Bytes.EMPTY, Bytes.EMPTY, 1000, HybridTime.MAX);
        return view.list(bucket, query).objects().stream();
    }

    private static RangeEffect sum(
            ObjectView view, PrefixEvent event, BucketId bucket, Bytes prefix) {
        return objects(view, bucket, prefix)
                .map(each -> view.effect(event, each.key()))
                .reduce(
                        RangeEffect.NONE,
                        (one, other) ->
                                new RangeEffect(
                                        Optional.empty(),
                                        one.left().plus(other.left()),
                                        one.arrived().plus(other.arrived())));
    }

    private Optional<RangesRestored> restore(
            SimNode node, ObjectView view, BucketId bucket, Bytes prefix) {
        if (node.own.isEmpty()) {
            return Optional.empty();
        }
        HybridTime cut = any(node.own).stamp().time();
        Optional<Bucket> found = view.bucket(bucket);
        if (found.isEmpty() || cut.compareTo(found.get().historyFloor()) < 0) {
            return Optional.empty();
        }
        RestoredRange bare = new RestoredRange(bucket, prefix, removal(), null, NOTHING);
        Usage sum = Usage.NONE;
        for (RestoreEffect.Change change : view.effects(bare, cut, null, 1000).changes()) {
            sum = sum.plus(change.effect().counts());
        }
        return sum.equals(Usage.NONE)
                ? Optional.empty()
                : Optional.of(
                        new RangesRestored(
                                cut,
                                List.of(
                                        new RestoredRange(
                                                bucket,
                                                prefix,
                                                bare.removal(),
                                                null,
                                                sum.tally()))));
    }
}
