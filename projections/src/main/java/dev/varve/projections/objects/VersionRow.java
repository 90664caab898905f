package dev.varve.projections.objects;

import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.StateCodec;
import dev.varve.projections.Table;
import dev.varve.projections.objects.Version.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One revision of a version: all of it, so that one row answers a read.
///
/// @param revision the event that changed the attributes to these; null as the version was made
/// @param due when a hidden version or a tombstone may be purged, in wall milliseconds; only the
///     newest revision knows this, and that the version is hidden
record VersionRow(Version version, @Nullable Stamp revision, long due) {
    static final long NOT_DUE = -1;
    private static final int KIND = 3;
    private static final int NULL_VERSION = 4;
    private static final int HIDDEN = 8;
    private static final int UPLOADED = 16;
    private static final int DUE = 32;
    private static final int KNOWN = KIND | NULL_VERSION | HIDDEN | UPLOADED | DUE;

    boolean isHidden() {
        return version.hiddenAt() != null;
    }

    VersionRow hidden(@Nullable HybridTime at, long newDue) {
        return new VersionRow(with(version.state(), at), revision, newDue);
    }

    VersionRow revised(Attributes attributes, Stamp by) {
        ObjectState state = version.object().with(attributes);
        return new VersionRow(with(state, version.hiddenAt()), by, due);
    }

    private Version with(@Nullable ObjectState state, @Nullable HybridTime hiddenAt) {
        Version v = version;
        return new Version(
                v.key(),
                v.id(),
                v.kind(),
                v.nullVersion(),
                v.position(),
                v.modified(),
                state,
                hiddenAt,
                v.upload());
    }

    byte[] bytes() {
        return Rows.write(this::write);
    }

    private void write(ByteWriter out) {
        HybridTime hiddenAt = version.hiddenAt();
        UploadId upload = version.upload();
        ObjectState state = version.state();
        out.u8(flags()).varint(version.position().value());
        out.zigzag(version.modified().toEpochMilli());
        if (hiddenAt != null) {
            out.i64(hiddenAt.packed());
        }
        if (due != NOT_DUE) {
            out.varint(due);
        }
        if (upload != null) {
            StampCodec.write(out, upload.stamp());
        }
        if (state != null) {
            StateCodec.write(out, state);
        }
    }

    private int flags() {
        return version.kind().tag()
                | (version.nullVersion() ? NULL_VERSION : 0)
                | (version.hiddenAt() != null ? HIDDEN : 0)
                | (version.upload() != null ? UPLOADED : 0)
                | (due != NOT_DUE ? DUE : 0);
    }

    /// @param end where the escaped key ends in the row's key
    static VersionRow read(ObjectKey key, byte[] row, int end, byte[] value) {
        VersionId id = RowKeys.versionOf(row, end);
        return read(key, id, RowKeys.revisionOf(row, end), value);
    }

    static VersionRow read(ObjectKey key, VersionId id, @Nullable Stamp revision, byte[] value) {
        return Rows.read(Table.VERSIONS, value, in -> read(key, id, revision, in));
    }

    private static VersionRow read(
            ObjectKey key, VersionId id, @Nullable Stamp revision, ByteReader in) {
        int flags = in.u8();
        if ((flags & ~KNOWN) != 0) {
            throw new IllegalArgumentException("unknown version flags " + flags);
        }
        Kind kind = Kind.ofTag(flags & KIND);
        Position position = new Position(in.varint());
        Instant modified = Instant.ofEpochMilli(in.zigzag());
        HybridTime hiddenAt = (flags & HIDDEN) == 0 ? null : new HybridTime(in.i64());
        long due = (flags & DUE) == 0 ? NOT_DUE : in.varint();
        UploadId upload = (flags & UPLOADED) == 0 ? null : new UploadId(StampCodec.read(in));
        ObjectState state = kind == Kind.OBJECT ? StateCodec.read(in) : null;
        boolean nullVersion = (flags & NULL_VERSION) != 0;
        Version version =
                new Version(
                        key, id, kind, nullVersion, position, modified, state, hiddenAt, upload);
        return new VersionRow(version, revision, due);
    }
}
