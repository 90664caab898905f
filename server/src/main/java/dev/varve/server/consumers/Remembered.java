package dev.varve.server.consumers;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the harness keeps of a consumer, as a row of the state store.
///
/// @param position the last event that it is done with; none for one that follows no journal
record Remembered(Position position, boolean paused, boolean lapsed) {
    static final String SPACE = "consumers";
    private static final byte VERSION = 1;
    private static final int PAUSED = 1;
    private static final int LAPSED = 2;

    static Remembered at(Position position) {
        return new Remembered(position, false, false);
    }

    Remembered with(Position reached) {
        return new Remembered(reached, paused, lapsed);
    }

    Remembered paused(boolean is) {
        return new Remembered(position, is, lapsed);
    }

    static Optional<Remembered> of(StateStore store, String name) {
        byte[] row = store.get(SPACE, key(name));
        return row == null ? Optional.empty() : Optional.of(decode(name, row));
    }

    private static Remembered decode(String name, byte[] row) {
        try {
            ByteReader in = new ByteReader(row);
            if (in.u8() != VERSION) {
                throw new StoreException.FromTheFuture(
                        "what consumer '" + name + "' remembers is of a later format");
            }
            int flags = in.u8();
            Position position = new Position(in.zigzag());
            in.end();
            return new Remembered(position, (flags & PAUSED) != 0, (flags & LAPSED) != 0);
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("consumer state of '" + name + "'", 0, "no row", e);
        }
    }

    void into(StateBatch batch, String name) {
        byte[] row =
                new ByteWriter()
                        .u8(VERSION)
                        .u8((paused ? PAUSED : 0) | (lapsed ? LAPSED : 0))
                        .zigzag(position.value())
                        .toArray();
        batch.put(SPACE, key(name), row);
    }

    static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
