package dev.varve.projections;

import dev.varve.log.Cut;
import dev.varve.log.Hash256;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A SHA-256 over a view: equal where the rows and the cut are. Covers, for each row of each table
/// that nodes share, in order: table tag, key length, key, value length, value; then the cut.
public final class ViewDigest {
    private static final byte[] START = {};
    private final MessageDigest digest;

    public ViewDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static Hash256 of(ViewSnapshot snapshot) {
        ViewDigest digest = new ViewDigest();
        for (Table table : Table.values()) {
            if (table.inDigest()) {
                digest.add(snapshot, table);
            }
        }
        return digest.end(snapshot.cut());
    }

    /// Takes the next row, in the order of tables and keys; one outside the digest is left out.
    public void row(Table table, byte[] key, byte[] value) {
        if (table.inDigest()) {
            digest.update((byte) table.tag());
            add(key);
            add(value);
        }
    }

    /// The digest of all rows taken, at a cut. Nothing can be taken after it.
    public Hash256 end(Cut cut) {
        cut.positions().forEach(this::add);
        return Hash256.of(digest.digest());
    }

    private void add(ViewSnapshot snapshot, Table table) {
        try (RowCursor cursor = snapshot.scan(table)) {
            for (boolean on = cursor.seek(START); on; on = cursor.next()) {
                row(table, cursor.key(), cursor.value());
            }
        }
    }

    private void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private void add(Origin origin, Position position) {
        digest.update(
                ByteBuffer.allocate(20)
                        .putLong(origin.node().value())
                        .putInt(origin.incarnation())
                        .putLong(position.value())
                        .flip());
    }
}
