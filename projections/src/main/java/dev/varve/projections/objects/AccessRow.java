package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.SealedSecret;
import dev.varve.log.Stamp;
import dev.varve.log.codec.AccessCodec;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An access key as a row.
///
/// @param changed by which event last; null while it is as it was made
record AccessRow(AccessKey key, @Nullable Stamp changed) {
    static final byte[] COUNT = {};

    /// The first is still written where nothing was changed.
    private static final int FIRST = 1;

    private static final int CHANGED = 2;

    static byte[] key(AccessKeyId id) {
        return id.value().getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        Stamp at = changed;
        return at == null
                ? Rows.write(FIRST, this::write)
                : Rows.write(
                        CHANGED,
                        out -> {
                            StampCodec.write(out, at);
                            write(out);
                        });
    }

    private void write(ByteWriter out) {
        out.string(key.user()).string(key.creator()).zigzag(key.created().toEpochMilli());
        AccessCodec.write(out, key.secret());
        AccessCodec.write(out, key.settings());
    }

    static AccessKey read(RowCursor cursor) {
        String id = new String(cursor.key(), StandardCharsets.US_ASCII);
        return read(new AccessKeyId(id), cursor.value()).key();
    }

    static AccessRow read(AccessKeyId id, byte[] value) {
        return Rows.read(
                Table.ACCESS_KEYS,
                value,
                CHANGED,
                (form, in) -> {
                    Stamp changed = form < CHANGED ? null : StampCodec.read(in);
                    return new AccessRow(read(id, in), changed);
                });
    }

    private static AccessKey read(AccessKeyId id, ByteReader in) {
        String user = in.string();
        String creator = in.string();
        Instant created = Instant.ofEpochMilli(in.zigzag());
        SealedSecret secret = AccessCodec.readSecret(in);
        AccessSettings settings = AccessCodec.readSettings(in);
        return new AccessKey(id, user, settings, secret, created, creator);
    }

    static int count(ViewReader rows) {
        byte[] value = rows.get(Table.ACCESS_KEYS, COUNT);
        return value == null ? 0 : Rows.read(Table.ACCESS_KEYS, value, ByteReader::varint32);
    }

    static byte[] count(int keys) {
        return Rows.write(out -> out.varint(keys));
    }
}
