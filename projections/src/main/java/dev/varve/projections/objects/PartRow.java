package dev.varve.projections.objects;

import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.ContentCodec;
import dev.varve.log.codec.ETagCodec;
import dev.varve.projections.Table;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Parts of open uploads as row values.
final class PartRow {
    private PartRow() {}

    static byte[] bytes(Part part) {
        return Rows.write(out -> write(out, part));
    }

    private static void write(ByteWriter out, Part part) {
        ContentCodec.write(out, part.content());
        ETagCodec.write(out, part.etag());
        ContentCodec.writeChecksums(out, part.checksums());
        out.zigzag(part.modified().toEpochMilli()).varint(part.position().value());
    }

    static Part read(byte[] row, byte[] value) {
        int number = ByteBuffer.wrap(row).getInt(row.length - Integer.BYTES);
        return Rows.read(Table.PARTS, value, in -> read(number, in));
    }

    private static Part read(int number, ByteReader in) {
        Content content = ContentCodec.read(in);
        ETag etag = ETagCodec.read(in);
        List<Checksum> checksums = ContentCodec.readChecksums(in);
        Instant modified = Instant.ofEpochMilli(in.zigzag());
        return new Part(number, content, etag, checksums, modified, new Position(in.varint()));
    }
}
