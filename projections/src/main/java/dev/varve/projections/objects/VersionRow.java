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
///     newest revision knows this, and that the version is hidden or its bytes are released
/// @param bytesDue when the bytes of a hidden version may go, where that is earlier and not done
/// @param removed when a client removed this very version, which may be after something else hid it; only
///     the newest revision knows this too
record VersionRow(
        Version version,
        @Nullable Stamp revision,
        long due,
        long bytesDue,
        @Nullable HybridTime removed) {
    static final long NOT_DUE = -1;

    /// The first knew nothing of bytes that go early. It is still written where none do, so that
    /// rows are the same whichever release wrote them.
    private static final int FIRST = 1;

    private static final int EARLY_BYTES = 2;

    /// The first that tells of removals.
    private static final int REMOVALS = 3;

    private static final int KIND = 3;
    private static final int NULL_VERSION = 4;
    private static final int HIDDEN = 8;
    private static final int UPLOADED = 16;
    private static final int DUE = 32;
    private static final int EARLY = 64;
    private static final int REMOVED = 128;
    private static final int KNOWN = KIND | NULL_VERSION | HIDDEN | UPLOADED | DUE;

    /// What is written for bytes that are gone, and else one more than when they may go.
    private static final long RELEASED = 0;

    static VersionRow visible(Version version) {
        return new VersionRow(version, null, NOT_DUE, NOT_DUE, null);
    }

    boolean isHidden() {
        return version.hiddenAt() != null;
    }

    VersionRow due(long when) {
        return new VersionRow(version, revision, when, NOT_DUE, removed);
    }

    VersionRow hidden(HybridTime at, long newDue, long newBytesDue) {
        Version hidden = with(version.state(), at, false);
        return new VersionRow(hidden, revision, newDue, newBytesDue, removed);
    }

    /// Hidden already, but from another time on.
    VersionRow hiddenAt(HybridTime at) {
        Version hidden = with(version.state(), at, version.bytesReleased());
        return new VersionRow(hidden, revision, due, bytesDue, removed);
    }

    /// As if nothing had hidden it.
    VersionRow unhidden() {
        Version visible = with(version.state(), null, version.bytesReleased());
        return new VersionRow(visible, revision, NOT_DUE, NOT_DUE, removed);
    }

    VersionRow removed(HybridTime at) {
        return new VersionRow(version, revision, due, bytesDue, at);
    }

    /// Without what each node knows for itself.
    VersionRow undue() {
        return new VersionRow(version, revision, NOT_DUE, NOT_DUE, removed);
    }

    VersionRow released() {
        Version gone = with(version.state(), version.hiddenAt(), true);
        return new VersionRow(gone, revision, due, NOT_DUE, removed);
    }

    /// As a revision that is not the newest any more.
    VersionRow superseded() {
        return new VersionRow(asOf(null, false), revision, NOT_DUE, NOT_DUE, null);
    }

    /// What this revision says, and the newest one knows.
    Version asOf(@Nullable HybridTime hiddenAt, boolean bytesReleased) {
        return with(version.state(), hiddenAt, bytesReleased);
    }

    VersionRow revised(Attributes attributes, Stamp by) {
        ObjectState state = version.object().with(attributes);
        Version revised = with(state, version.hiddenAt(), version.bytesReleased());
        return new VersionRow(revised, by, due, bytesDue, removed);
    }

    private Version with(
            @Nullable ObjectState state, @Nullable HybridTime hiddenAt, boolean bytesReleased) {
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
                v.upload(),
                bytesReleased);
    }

    private boolean isEarly() {
        return version.bytesReleased() || bytesDue != NOT_DUE;
    }

    byte[] bytes() {
        return Rows.write(form(), this::write);
    }

    private int form() {
        if (removed != null) {
            return REMOVALS;
        }
        return isEarly() ? EARLY_BYTES : FIRST;
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
        if (isEarly()) {
            out.varint(version.bytesReleased() ? RELEASED : bytesDue + 1);
        }
        if (removed != null) {
            out.i64(removed.packed());
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
                | (due != NOT_DUE ? DUE : 0)
                | (isEarly() ? EARLY : 0)
                | (removed != null ? REMOVED : 0);
    }

    /// @param end where the escaped key ends in the row's key
    static VersionRow read(ObjectKey key, byte[] row, int end, byte[] value) {
        VersionId id = RowKeys.versionOf(row, end);
        return read(key, id, RowKeys.revisionOf(row, end), value);
    }

    static VersionRow read(ObjectKey key, VersionId id, @Nullable Stamp revision, byte[] value) {
        return Rows.read(
                Table.VERSIONS,
                value,
                REMOVALS,
                (form, in) -> read(key, id, revision, known(form), in));
    }

    private static int known(int form) {
        int early = form < EARLY_BYTES ? KNOWN : KNOWN | EARLY;
        return form < REMOVALS ? early : early | REMOVED;
    }

    private static VersionRow read(
            ObjectKey key, VersionId id, @Nullable Stamp revision, int known, ByteReader in) {
        int flags = in.u8();
        if ((flags & ~known) != 0) {
            throw new IllegalArgumentException("unknown version flags " + flags);
        }
        Kind kind = Kind.ofTag(flags & KIND);
        Position position = new Position(in.varint());
        Instant modified = Instant.ofEpochMilli(in.zigzag());
        HybridTime hiddenAt = (flags & HIDDEN) == 0 ? null : new HybridTime(in.i64());
        long due = (flags & DUE) == 0 ? NOT_DUE : in.varint();
        boolean early = (flags & EARLY) != 0;
        long bytes = early ? in.varint() : NOT_DUE;
        HybridTime removed = (flags & REMOVED) == 0 ? null : new HybridTime(in.i64());
        UploadId upload = (flags & UPLOADED) == 0 ? null : new UploadId(StampCodec.read(in));
        ObjectState state = kind == Kind.OBJECT ? StateCodec.read(in) : null;
        boolean nullVersion = (flags & NULL_VERSION) != 0;
        Version version =
                new Version(
                        key,
                        id,
                        kind,
                        nullVersion,
                        position,
                        modified,
                        state,
                        hiddenAt,
                        upload,
                        bytes == RELEASED);
        long bytesDue = bytes > RELEASED ? bytes - 1 : NOT_DUE;
        return new VersionRow(version, revision, due, bytesDue, removed);
    }
}
