package dev.varve.projections.objects;

import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.ContentCodec;
import dev.varve.log.codec.ETagCodec;
import dev.varve.projections.Table;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an open upload as a row value.
///
/// @param stamp of the event that put it
/// @param merged when all parts from this number on were merged into one; null if they never were
record PartRow(Part part, Stamp stamp, @Nullable Stamp merged) {
    /// The first had no stamps.
    private static final int VERSION = 2;

    private static final Stamp BEFORE_ALL =
            new Stamp(HybridTime.ZERO, new Origin(new NodeId(0), 1));

    int number() {
        return part.number();
    }

    PartRow mergedAlso(Stamp at) {
        boolean later = merged != null && merged.compareTo(at) > 0;
        return later ? this : new PartRow(part, stamp, at);
    }

    byte[] bytes() {
        return Rows.write(VERSION, this::write);
    }

    private void write(ByteWriter out) {
        ContentCodec.write(out, part.content());
        ETagCodec.write(out, part.etag());
        ContentCodec.writeChecksums(out, part.checksums());
        out.zigzag(part.modified().toEpochMilli()).varint(part.position().value());
        StampCodec.write(out, stamp);
        out.flag(merged != null);
        if (merged != null) {
            StampCodec.write(out, merged);
        }
    }

    static PartRow read(byte[] row, byte[] value) {
        int number = ByteBuffer.wrap(row).getInt(row.length - Integer.BYTES);
        return Rows.read(Table.PARTS, value, VERSION, (version, in) -> read(version, number, in));
    }

    private static PartRow read(int version, int number, ByteReader in) {
        Content content = ContentCodec.read(in);
        ETag etag = ETagCodec.read(in);
        List<Checksum> checksums = ContentCodec.readChecksums(in);
        Instant modified = Instant.ofEpochMilli(in.zigzag());
        Part part = new Part(number, content, etag, checksums, modified, new Position(in.varint()));
        if (version < VERSION) {
            return new PartRow(part, BEFORE_ALL, null);
        }
        Stamp stamp = StampCodec.read(in);
        return new PartRow(part, stamp, in.flag() ? StampCodec.read(in) : null);
    }
}
