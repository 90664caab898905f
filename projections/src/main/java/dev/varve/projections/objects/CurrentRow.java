package dev.varve.projections.objects;

import dev.varve.log.Checksum;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.ContentCodec;
import dev.varve.log.codec.ETagCodec;
import dev.varve.projections.Table;
import dev.varve.projections.objects.ListPage.ListedObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key's current object: what listings say of it, and where its newest revision is.
record CurrentRow(
        VersionId id,
        @Nullable Stamp revision,
        boolean nullVersion,
        long size,
        ETag etag,
        Instant modified,
        List<Checksum> checksums) {
    private static final int REVISED = 1;
    private static final int NULL_VERSION = 2;
    private static final int KNOWN = REVISED | NULL_VERSION;

    static CurrentRow of(VersionRow row) {
        Version version = row.version();
        return new CurrentRow(
                version.id(),
                row.revision(),
                version.nullVersion(),
                version.size(),
                version.object().etag(),
                version.modified(),
                version.object().checksums());
    }

    ListedObject listed(ObjectKey key) {
        return new ListedObject(key, id, size, etag, modified, checksums);
    }

    byte[] bytes() {
        return Rows.write(this::write);
    }

    private void write(ByteWriter out) {
        Stamp revised = revision;
        out.u8((revised == null ? 0 : REVISED) | (nullVersion ? NULL_VERSION : 0));
        StampCodec.write(out, id.stamp());
        if (revised != null) {
            StampCodec.write(out, revised);
        }
        out.varint(size).zigzag(modified.toEpochMilli());
        ETagCodec.write(out, etag);
        ContentCodec.writeChecksums(out, checksums);
    }

    static CurrentRow read(byte[] value) {
        return Rows.read(Table.CURRENT, value, CurrentRow::read);
    }

    private static CurrentRow read(ByteReader in) {
        int flags = in.u8();
        if ((flags & ~KNOWN) != 0) {
            throw new IllegalArgumentException("unknown flags " + flags);
        }
        VersionId id = new VersionId(StampCodec.read(in));
        Stamp revision = (flags & REVISED) == 0 ? null : StampCodec.read(in);
        long size = in.varint();
        Instant modified = Instant.ofEpochMilli(in.zigzag());
        ETag etag = ETagCodec.read(in);
        return new CurrentRow(
                id,
                revision,
                (flags & NULL_VERSION) != 0,
                size,
                etag,
                modified,
                ContentCodec.readChecksums(in));
    }
}
