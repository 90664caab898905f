package dev.varve.log.codec;

import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A version's state and its changeable part. Views store the same bytes in their rows.
public final class StateCodec {
    private static final int HAS_RETENTION = 1;
    private static final int IS_COMPLIANCE = 2;
    private static final int LEGAL_HOLD = 4;
    private static final int KNOWN_FLAGS = HAS_RETENTION | IS_COMPLIANCE | LEGAL_HOLD;

    private StateCodec() {}

    public static void write(ByteWriter out, ObjectState state) {
        ContentCodec.write(out, state.content());
        ETagCodec.write(out, state.etag());
        ContentCodec.writeChecksums(out, state.checksums());
        out.varint(state.partCount()).varint(state.parts().size());
        state.parts().forEach(part -> writePart(out, part));
        writeAttributes(out, state.attributes());
    }

    public static ObjectState read(ByteReader in) {
        Content content = ContentCodec.read(in);
        ETag etag = ETagCodec.read(in);
        List<Checksum> checksums = ContentCodec.readChecksums(in);
        int partCount = in.varint32();
        int count = in.count();
        List<ObjectPart> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(readPart(in));
        }
        return new ObjectState(content, etag, checksums, partCount, parts, readAttributes(in));
    }

    private static void writePart(ByteWriter out, ObjectPart part) {
        out.varint(part.number()).varint(part.size());
        ContentCodec.writeChecksum(out, part.checksum());
    }

    private static ObjectPart readPart(ByteReader in) {
        return new ObjectPart(in.varint32(), in.varint(), ContentCodec.readChecksum(in));
    }

    public static void writeAttributes(ByteWriter out, Attributes attributes) {
        Retention retention = attributes.retention();
        out.u8(flags(attributes));
        if (retention != null) {
            out.zigzag(retention.until().toEpochMilli());
        }
        MapCodec.writeNamed(out, attributes.metadata().system());
        MapCodec.write(out, attributes.metadata().user());
        MapCodec.write(out, attributes.tags());
    }

    public static Attributes readAttributes(ByteReader in) {
        int flags = in.u8();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new IllegalArgumentException("unknown attribute flags " + flags);
        }
        Retention retention = readRetention(in, flags);
        SortedMap<String, String> system = MapCodec.readNamed(in);
        Metadata metadata = new Metadata(system, MapCodec.read(in));
        return new Attributes(metadata, MapCodec.read(in), retention, (flags & LEGAL_HOLD) != 0);
    }

    private static @Nullable Retention readRetention(ByteReader in, int flags) {
        if ((flags & HAS_RETENTION) == 0) {
            return null;
        }
        Retention.Mode mode =
                (flags & IS_COMPLIANCE) != 0
                        ? Retention.Mode.COMPLIANCE
                        : Retention.Mode.GOVERNANCE;
        return new Retention(mode, Instant.ofEpochMilli(in.zigzag()));
    }

    private static int flags(Attributes attributes) {
        Retention retention = attributes.retention();
        int flags = attributes.legalHold() ? LEGAL_HOLD : 0;
        if (retention == null) {
            return flags;
        }
        return switch (retention.mode()) {
            case GOVERNANCE -> flags | HAS_RETENTION;
            case COMPLIANCE -> flags | HAS_RETENTION | IS_COMPLIANCE;
        };
    }
}
