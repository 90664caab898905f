package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.objects.RangeChange.Place;
import org.jspecify.annotations.Nullable;

/// The next change that somebody looks at: one of the event at a position.
///
/// @param ordinal how many changes of the event are before it
/// @param after where events about ranges go on; null at their beginning, and for all others
record Spot(Position position, long ordinal, @Nullable Place after) implements Comparable<Spot> {
    static Spot at(Position position) {
        return new Spot(position, 0, null);
    }

    void write(ByteWriter out) {
        out.i64(position.value()).varint(ordinal).flag(after != null);
        if (after != null) {
            out.varint(after.ordinal()).i64(after.bucket().value()).sized(after.key().utf8());
        }
    }

    static Spot read(ByteReader in) {
        Position position = new Position(in.i64());
        long ordinal = in.varint();
        @Nullable Place after =
                in.flag()
                        ? new Place(
                                in.varint(), new BucketId(in.i64()), ObjectKey.ofUtf8(in.sized()))
                        : null;
        return new Spot(position, ordinal, after);
    }

    @Override
    public int compareTo(Spot other) {
        int byPosition = position.compareTo(other.position);
        return byPosition != 0 ? byPosition : Long.compare(ordinal, other.ordinal);
    }
}
