package dev.varve.projections.objects;

import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import org.jspecify.annotations.Nullable;

/// Usage as a row value; none is all zero.
final class UsageRow {
    private UsageRow() {}

    static byte[] bytes(Usage usage) {
        return Rows.write(out -> write(out, usage));
    }

    private static void write(ByteWriter out, Usage usage) {
        out.varint(usage.objects()).varint(usage.bytes());
        out.varint(usage.currentObjects()).varint(usage.currentBytes());
        out.varint(usage.hiddenObjects()).varint(usage.hiddenBytes());
        out.varint(usage.uploadParts()).varint(usage.uploadBytes());
    }

    static Usage read(byte @Nullable [] value) {
        return value == null ? Usage.NONE : Rows.read(Table.USAGE, value, UsageRow::read);
    }

    private static Usage read(ByteReader in) {
        return new Usage(
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint());
    }
}
