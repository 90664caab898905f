package dev.varve.projections.objects;

import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import java.util.function.Consumer;
import java.util.function.Function;

/// What all row values share: a version byte, then fields, then nothing.
final class Rows {
    private static final int VERSION_1 = 1;

    private Rows() {}

    /// Reads fields of a version that is known.
    @FunctionalInterface
    interface Versioned<T> {
        T read(int version, ByteReader in);
    }

    static byte[] write(Consumer<ByteWriter> fields) {
        return write(VERSION_1, fields);
    }

    static byte[] write(int version, Consumer<ByteWriter> fields) {
        ByteWriter out = new ByteWriter();
        out.u8(version);
        fields.accept(out);
        return out.toArray();
    }

    static <T> T read(Table table, byte[] value, Function<ByteReader, T> fields) {
        return read(table, value, VERSION_1, (_, in) -> fields.apply(in));
    }

    /// @param newest the last version that `fields` knows
    static <T> T read(Table table, byte[] value, int newest, Versioned<T> fields) {
        try {
            ByteReader in = new ByteReader(value);
            int version = in.u8();
            if (version < VERSION_1 || version > newest) {
                throw new StoreException.FromTheFuture(
                        "a row of " + table + " has version " + version);
            }
            T row = fields.read(version, in);
            in.end();
            return row;
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("view table " + table, 0, "not a row", e);
        }
    }
}
