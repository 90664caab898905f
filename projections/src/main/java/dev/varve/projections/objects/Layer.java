package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Removal;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
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

    boolean is(LayerSettled event) {
        return prefix.equals(event.prefix()) && moment.stamp().equals(event.layer());
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
