package dev.varve.projections.snapshot;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import dev.varve.log.blob.Zstandard;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.seal.CheckpointVerifier;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.ViewDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads one snapshot and checks every byte of it on the way. What it gave out before it threw is
/// not to be used.
final class SnapshotReader implements AutoCloseable {
    private static final int FRAME = 1 + 2 * Integer.BYTES;
    private static final int FIXED_END = 1 + 2 * Long.BYTES + Hash256.BYTES;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final MessageDigest content = SnapshotCodec.sha256();
    private final MessageDigest hasher = SnapshotCodec.sha256();
    private final ViewDigest digest = new ViewDigest();
    private final RowOrder order = new RowOrder();
    private long offset;
    private long blocks;

    SnapshotReader(Path file) throws IOException {
        this.file = file;
        this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    /// The header alone, of which only its checksum was checked.
    SnapshotHeader header() throws IOException {
        try {
            byte[] prefix = take(SnapshotCodec.PREFIX);
            byte[] rest = take(SnapshotCodec.restOfHeader(prefix));
            byte[] all = new ByteWriter().raw(prefix).raw(rest).toArray();
            SnapshotHeader header = SnapshotCodec.header(all);
            content.update(all);
            return header;
        } catch (IllegalArgumentException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        } catch (StoreException.FromTheFuture e) {
            throw new StoreException.FromTheFuture(file + " is " + e.getMessage());
        }
    }

    /// @param keys the public keys that this node trusts
    /// @throws StoreException.Corrupt when any byte is not as it was written, or not by this node
    SnapshotSummary read(
            JournalIdentity owner,
            IntFunction<Optional<Bytes>> keys,
            SnapshotRow rows,
            Snapshots.Watcher watcher)
            throws IOException {
        SnapshotHeader header = header();
        requireOwner(header, owner);
        Bytes key = trusted(header, keys);
        int kind = take(1)[0];
        while (kind == SnapshotCodec.BLOCK) {
            block(rows);
            watcher.at(order.rows(), offset);
            kind = take(1)[0];
        }
        if (kind != SnapshotCodec.END) {
            throw corrupt("neither a block nor the end begins here");
        }
        Hash256 of = digest.end(header.cut());
        end(key, of);
        return new SnapshotSummary(file, header, order.rows(), offset, of);
    }

    private void requireOwner(SnapshotHeader header, JournalIdentity owner) {
        if (!header.cluster().equals(owner.cluster())
                || !header.origin().node().equals(owner.origin().node())) {
            throw corrupt("a snapshot of another store: " + header.cluster());
        }
        if (header.origin().incarnation() > owner.origin().incarnation()) {
            throw corrupt("a snapshot of " + header.origin() + ", which is not yet");
        }
    }

    private Bytes trusted(SnapshotHeader header, IntFunction<Optional<Bytes>> keys) {
        Optional<Bytes> known = keys.apply(header.keyId());
        if (known.isEmpty() || !known.get().equals(header.publicKey())) {
            throw corrupt("signed with a key that is not this store's: " + header.keyId());
        }
        return known.get();
    }

    private void block(SnapshotRow rows) throws IOException {
        ByteWriter frame = new ByteWriter().u8(SnapshotCodec.BLOCK).raw(take(FRAME - 1));
        ByteReader lengths = new ByteReader(frame.toArray(), 1, FRAME - 1);
        int length = length(lengths.i32());
        int stored = length(lengths.i32());
        byte[] hash = take(Hash256.BYTES);
        byte[] packed = take(stored);
        hasher.update(frame.toArray());
        hasher.update(packed);
        if (!Arrays.equals(hasher.digest(), hash)) {
            throw corrupt("the block is not as it was written");
        }
        content.update(hash);
        byte[] raw = new byte[length];
        if (!Zstandard.decompress(packed, 0, stored, raw, length)) {
            throw corrupt("the block cannot be decompressed");
        }
        blocks++;
        rows(raw, rows);
    }

    private int length(int value) {
        if (value < 0 || value > 2 * SnapshotCodec.MAX_BLOCK) {
            throw corrupt("a block of " + value + " bytes");
        }
        return value;
    }

    private void rows(byte[] raw, SnapshotRow rows) {
        try {
            ByteReader reader = new ByteReader(raw);
            while (reader.remaining() > 0) {
                RowOrder.Row row = order.next(reader);
                digest.row(row.table(), row.key(), row.value());
                rows.take(row.table(), row.key(), row.value());
            }
        } catch (IllegalArgumentException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    private void end(Bytes key, Hash256 of) throws IOException {
        byte[] fixed = new ByteWriter().u8(SnapshotCodec.END).raw(take(FIXED_END - 1)).toArray();
        content.update(fixed);
        byte[] rest = in.readNBytes(SnapshotCodec.MAX_SIGNATURE + 1);
        offset += rest.length;
        byte[] all = new ByteWriter().raw(fixed).raw(rest).toArray();
        try {
            ByteReader reader = new ByteReader(all, 1, all.length - 1);
            long statedBlocks = reader.i64();
            boolean counted = reader.i64() == order.rows() && statedBlocks == blocks;
            Hash256 stated = reader.hash();
            Bytes signature = reader.sizedBytes();
            int covered = all.length - reader.remaining();
            int crc = reader.i32();
            reader.end();
            check(crc == SnapshotCodec.crc(all, covered), "the checksum is wrong");
            check(counted, "there are not as many rows as were written");
            check(stated.equals(of), "the rows do not give the view digest " + stated);
            Hash256 signed = Hash256.of(content.digest());
            check(
                    CheckpointVerifier.verifySnapshot(key, signed, signature),
                    "the signature is wrong");
        } catch (IllegalArgumentException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw corrupt(otherwise);
        }
    }

    private byte[] take(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw corrupt("the snapshot is cut short");
        }
        offset += length;
        return bytes;
    }

    private StoreException.Corrupt corrupt(String what) {
        return new StoreException.Corrupt(file.toString(), offset, what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
