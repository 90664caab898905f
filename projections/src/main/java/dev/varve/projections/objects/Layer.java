package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Retention;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A fact about the keys of a bucket that have a prefix, which is not yet in all of their rows. A key
/// is *settled* when its rows are what the fact makes of them. Unsettled layers of a bucket have no
/// keys in common: who decides about ranges sees to that.
///
/// @param settledTo keys up to this one are settled; empty before the first
/// @param uncounted what the fact said it changes in the counts, less what settled keys showed
record Layer(
        BucketId bucket,
        Bytes prefix,
        Moment moment,
        Effect effect,
        Bytes settledTo,
        Usage uncounted) {

    /// What the fact does to each key.
    sealed interface Effect {
        /// A key with a current object loses it.
        record Emptied(Removal removal) implements Effect {}

        /// A key whose source had a current object at the cut gets a version of the same state.
        record Filled(
                BucketId source,
                Bytes sourcePrefix,
                HybridTime cut,
                boolean nullVersion,
                @Nullable Retention retention)
                implements Effect {}

        /// A key gets a version of what it was at the cut, or loses what it was not.
        record Restored(HybridTime cut, Removal removal, @Nullable Retention retention)
                implements Effect {}
    }

    /// Where the states are that a layer gives to its keys.
    record Source(BucketId bucket, Bytes prefix, HybridTime cut) {}

    static Layer of(RestoredRange range, HybridTime cut, Moment moment) {
        return new Layer(
                range.bucket(),
                range.prefix(),
                moment,
                new Effect.Restored(cut, range.removal(), range.retention()),
                Bytes.EMPTY,
                Usage.of(range.change()));
    }

    static Layer of(PrefixDeleted event, Moment moment) {
        return new Layer(
                event.bucket(),
                event.prefix(),
                moment,
                new Effect.Emptied(event.removal()),
                Bytes.EMPTY,
                Usage.of(event.change()));
    }

    /// On the range that the objects left.
    static Layer ofSource(PrefixMoved event, Moment moment) {
        return new Layer(
                event.bucket(),
                event.prefix(),
                moment,
                new Effect.Emptied(event.removal()),
                Bytes.EMPTY,
                Usage.of(event.left()));
    }

    /// On the range that they came to.
    static Layer ofTarget(PrefixMoved event, Moment moment) {
        return new Layer(
                event.to(),
                event.toPrefix(),
                moment,
                new Effect.Filled(
                        event.bucket(),
                        event.prefix(),
                        new HybridTime(moment.stamp().time().packed() - 1),
                        event.nullVersion(),
                        event.retention()),
                Bytes.EMPTY,
                Usage.of(event.arrived()));
    }

    /// The time just before the fact, which acts on what was there then: not on what another origin did at
    /// the very same time, whichever of the two comes first.
    HybridTime before() {
        return new HybridTime(moment.stamp().time().packed() - 1);
    }

    Origin origin() {
        return moment.stamp().origin();
    }

    Layer asLate() {
        return new Layer(bucket, prefix, moment.asLate(), effect, settledTo, uncounted);
    }

    /// The key of this range whose fate depends on that of another key, or of itself; null for none.
    @Nullable ObjectKey reached(BucketId in, ObjectKey from) {
        Source source = source();
        BucketId of = source == null ? bucket : source.bucket();
        Bytes start = source == null ? prefix : source.prefix();
        boolean inside = of.equals(in) && RowKeys.startsWith(from.utf8(), start.toArray());
        return inside && fits(from, start, prefix) ? moved(from, start, prefix) : null;
    }

    boolean is(LayerSettled event) {
        return prefix.equals(event.prefix()) && moment.stamp().equals(event.layer());
    }

    @Nullable Source source() {
        return switch (effect) {
            case Effect.Emptied _ -> null;
            case Effect.Filled filled ->
                    new Source(filled.source(), filled.sourcePrefix(), filled.cut());
            case Effect.Restored restored -> new Source(bucket, prefix, restored.cut());
        };
    }

    /// Whether the pass over the range has this key still before it.
    boolean isAhead(ObjectKey key) {
        byte[] utf8 = key.utf8();
        return RowKeys.startsWith(utf8, prefix.toArray())
                && Arrays.compareUnsigned(utf8, settledTo.toArray()) > 0;
    }

    boolean overlaps(Bytes other) {
        byte[] mine = prefix.toArray();
        byte[] theirs = other.toArray();
        return RowKeys.startsWith(mine, theirs) || RowKeys.startsWith(theirs, mine);
    }

    Layer settled(Usage counted) {
        return new Layer(bucket, prefix, moment, effect, settledTo, uncounted.minus(counted));
    }

    Layer settledTo(Bytes key) {
        return new Layer(bucket, prefix, moment, effect, key, uncounted);
    }

    /// What all rows of the range start with.
    byte[] rows() {
        return RowKeys.prefix(bucket, prefix.toArray());
    }

    /// Before the rows of the first key that the pass has before it.
    byte[] rest() {
        return settledTo.length() == 0 ? rows() : RowKeys.afterKey(bucket, settledTo.toArray());
    }

    /// Whether a key is one still with another prefix. Those that are not have no counterpart.
    static boolean fits(ObjectKey key, Bytes from, Bytes to) {
        int length = key.length() - from.length() + to.length();
        return length > 0 && length <= ObjectKey.MAX_BYTES;
    }

    /// A key with another prefix in the place of this one.
    static ObjectKey moved(ObjectKey key, Bytes from, Bytes to) {
        byte[] utf8 = key.utf8();
        byte[] moved = Arrays.copyOf(to.toArray(), to.length() + utf8.length - from.length());
        System.arraycopy(utf8, from.length(), moved, to.length(), utf8.length - from.length());
        return ObjectKey.ofUtf8(moved);
    }
}
