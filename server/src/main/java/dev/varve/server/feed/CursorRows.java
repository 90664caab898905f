package dev.varve.server.feed;

import dev.varve.log.Bytes;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.EventType;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Cursors as rows of the state store: each is synced before its answer.
final class CursorRows {
    private static final String SPACE = "feed-cursors";
    private static final int VERSION = 1;
    private static final long WHOLE = -1;

    private final StateStore store;

    CursorRows(StateStore store) {
        this.store = store;
    }

    List<NamedCursor> all() {
        List<NamedCursor> all = new ArrayList<>();
        store.scan(
                SPACE,
                new byte[0],
                (key, value) -> all.add(read(new String(key, StandardCharsets.UTF_8), value)));
        return all;
    }

    void write(NamedCursor cursor) {
        store.write(new StateBatch().put(SPACE, key(cursor.name()), value(cursor)));
    }

    void delete(String name) {
        store.write(new StateBatch().delete(SPACE, key(name)));
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(NamedCursor cursor) {
        ByteWriter out = new ByteWriter().u8(VERSION).flag(cursor.lapsed());
        text(out, cursor.owner());
        Place place = cursor.place();
        out.zigzag(place.position().value()).zigzag(place.isWhole() ? WHOLE : place.ordinal());
        out.zigzag(cursor.made().toEpochMilli()).zigzag(cursor.acked().toEpochMilli());
        Selection wanted = cursor.wanted();
        optional(out, wanted.bucket());
        text(out, wanted.prefix());
        optional(out, wanted.by().actor());
        optional(out, wanted.by().source());
        types(out, cursor);
        return out.toArray();
    }

    /// All usual ones as none, so that types of later releases belong to them.
    private static void types(ByteWriter out, NamedCursor cursor) {
        Set<EventType> types = cursor.isOfUsualTypes() ? Set.of() : cursor.types();
        out.varint(types.size());
        types.forEach(type -> out.varint(type.number()));
    }

    private static void text(ByteWriter out, String text) {
        out.sized(Bytes.utf8(text));
    }

    private static void optional(ByteWriter out, Optional<String> text) {
        out.flag(text.isPresent());
        text.ifPresent(value -> text(out, value));
    }

    private static NamedCursor read(String name, byte[] value) {
        try {
            ByteReader in = new ByteReader(value);
            if (in.u8() != VERSION) {
                throw new StoreException.FromTheFuture("cursor '" + name + "' is of a later form");
            }
            NamedCursor cursor = read(name, in);
            in.end();
            return cursor;
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("cursor '" + name + "'", 0, "no row", e);
        }
    }

    private static NamedCursor read(String name, ByteReader in) {
        boolean lapsed = in.flag();
        String owner = text(in);
        Position position = new Position(in.zigzag());
        long ordinal = in.zigzag();
        Instant made = Instant.ofEpochMilli(in.zigzag());
        Instant acked = Instant.ofEpochMilli(in.zigzag());
        Optional<String> bucket = optional(in);
        String prefix = text(in);
        Selection.By by = new Selection.By(optional(in), optional(in));
        Place place = ordinal == WHOLE ? Place.behind(position) : new Place(position, ordinal);
        Selection wanted = new Selection(bucket, prefix, types(in), by);
        return new NamedCursor(name, owner, place, wanted, made, acked, lapsed);
    }

    private static Set<EventType> types(ByteReader in) {
        long count = in.varint();
        if (count == 0) {
            return Selection.usual();
        }
        Set<Long> numbers = new java.util.HashSet<>();
        for (long i = 0; i < count; i++) {
            numbers.add(in.varint());
        }
        Set<EventType> types = EnumSet.allOf(EventType.class);
        types.removeIf(type -> !numbers.contains((long) type.number()));
        return types;
    }

    private static String text(ByteReader in) {
        return new String(in.sizedBytes().toArray(), StandardCharsets.UTF_8);
    }

    private static Optional<String> optional(ByteReader in) {
        return in.flag() ? Optional.of(text(in)) : Optional.empty();
    }
}
