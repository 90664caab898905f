package dev.varve.server.store;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/// How far the pass of a day through a bucket came.
///
/// @param since the event that set the rules it goes by
/// @param day since 1970, UTC
/// @param place where it goes on; null when it is through
record LifecycleMark(Position since, long day, @Nullable LifecyclePlace place) {
    private static final int VERSION = 1;

    LifecycleMark at(@Nullable LifecyclePlace reached) {
        return new LifecycleMark(since, day, reached);
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).varint(since.value()).zigzag(day).flag(place != null);
        if (place != null) {
            place.write(out);
        }
        return out.toArray();
    }

    static LifecycleMark read(byte[] row) {
        try {
            ByteReader in = new ByteReader(row);
            if (in.u8() != VERSION) {
                throw new StoreException.FromTheFuture("a lifecycle mark is of a later format");
            }
            LifecycleMark mark =
                    new LifecycleMark(
                            new Position(in.varint()),
                            in.zigzag(),
                            in.flag() ? LifecyclePlace.read(in) : null);
            in.end();
            return mark;
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("consumer state of lifecycle", 0, "no row", e);
        }
    }
}
