package dev.varve.projections.objects;

import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import org.jspecify.annotations.Nullable;

/// What a key's versions amount to now, so that no fold or read has to walk them.
///
/// @param current null unless the newest visible version is an object
/// @param visibleNull the version clients know as `null`, if any: `current` itself or any other
record Head(@Nullable CurrentRow current, @Nullable VersionId visibleNull) {

    static Head read(ViewReader rows, byte[] key) {
        byte[] value = rows.get(Table.CURRENT, key);
        CurrentRow current = value == null ? null : CurrentRow.read(value);
        if (current != null && current.nullVersion()) {
            return new Head(current, current.id());
        }
        byte[] id = rows.get(Table.NULL_VERSIONS, key);
        return new Head(current, id == null ? null : readId(id));
    }

    private static VersionId readId(byte[] value) {
        return Rows.read(
                Table.NULL_VERSIONS, value, (ByteReader in) -> new VersionId(StampCodec.read(in)));
    }

    /// With a version that is the newest of its key, and has hidden the null version if it is one.
    Head after(VersionRow newest) {
        Version version = newest.version();
        CurrentRow now = version.isObject() ? CurrentRow.of(newest) : null;
        boolean tombstone = version.kind() == Version.Kind.TOMBSTONE;
        VersionId ofNull = version.nullVersion() ? version.id() : visibleNull;
        return new Head(now, tombstone ? null : ofNull);
    }

    /// Stores this in place of `before`.
    void write(Folding folding, ObjectKey key, Head before) {
        byte[] row = RowKeys.key(folding.bucket(), key);
        writeCurrent(folding, row, before.current);
        VersionId nullNow = nullRow();
        VersionId nullBefore = before.nullRow();
        if (nullNow == null && nullBefore != null) {
            folding.rows().delete(Table.NULL_VERSIONS, row);
        } else if (nullNow != null && !nullNow.equals(nullBefore)) {
            folding.rows().put(Table.NULL_VERSIONS, row, bytes(nullNow));
        }
    }

    private void writeCurrent(Folding folding, byte[] row, @Nullable CurrentRow before) {
        CurrentRow now = current;
        if (before != null) {
            folding.current(-1, before);
        }
        if (now != null) {
            folding.current(1, now);
            folding.rows().put(Table.CURRENT, row, now.bytes());
        } else if (before != null) {
            folding.rows().delete(Table.CURRENT, row);
        }
    }

    /// What the NULL_VERSIONS row says: nothing where the current row says it already.
    private @Nullable VersionId nullRow() {
        return current != null && current.id().equals(visibleNull) ? null : visibleNull;
    }

    private static byte[] bytes(VersionId id) {
        return Rows.write((ByteWriter out) -> StampCodec.write(out, id.stamp()));
    }
}
