package dev.varve.projections.snapshot;

import dev.varve.log.Bytes;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import dev.varve.log.blob.Zstandard;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/// Writes one snapshot from its first byte to its last, a block at a time, and syncs it.
final class SnapshotWriter implements AutoCloseable {
    private static final int LEVEL = 3;
    private static final byte[] START = {};

    /// Dirty pages of many blocks at once would hold up whoever syncs next to us.
    private static final long SYNC_EVERY = 16L << 20;

    private final Path file;
    private final Disk disk;
    private final FileChannel channel;
    private final Zstandard zstd = new Zstandard(LEVEL);
    private final MessageDigest content = SnapshotCodec.sha256();
    private final MessageDigest hasher = SnapshotCodec.sha256();
    private final ViewDigest digest = new ViewDigest();
    private final ByteWriter block = new ByteWriter();
    private long blocks;
    private long rows;
    private long bytes;
    private long unsynced;

    SnapshotWriter(Path file, Disk disk) throws IOException {
        this.file = file;
        this.disk = disk;
        Files.deleteIfExists(file);
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    SnapshotSummary write(
            SnapshotHeader header,
            ViewSnapshot view,
            CheckpointSigner signer,
            Snapshots.Watcher watcher)
            throws IOException {
        byte[] head = SnapshotCodec.header(header);
        content.update(head);
        append(head);
        for (Table table : Table.values()) {
            table(view, table, watcher);
        }
        endBlock();
        Hash256 of = digest.end(header.cut());
        end(signer, of);
        disk.force(file, channel);
        return new SnapshotSummary(file, header, rows, bytes, of);
    }

    private void table(ViewSnapshot view, Table table, Snapshots.Watcher watcher)
            throws IOException {
        try (RowCursor cursor = view.scan(table)) {
            for (boolean on = cursor.seek(START); on; on = cursor.next()) {
                row(table, cursor.key(), cursor.value());
                if (block.size() >= SnapshotCodec.TARGET) {
                    endBlock();
                    watcher.at(rows, bytes);
                }
            }
        }
    }

    private void row(Table table, byte[] key, byte[] value) {
        digest.row(table, key, value);
        block.varint(table.tag()).sized(key).sized(value);
        rows++;
        if (block.size() > SnapshotCodec.MAX_BLOCK) {
            throw new StoreException.Failed("a row of " + table + " is too long for a snapshot");
        }
    }

    private void endBlock() throws IOException {
        if (block.size() == 0) {
            return;
        }
        byte[] raw = block.toArray();
        byte[] packed = new byte[bound(raw.length)];
        int length = zstd.compress(raw, 0, raw.length, packed, 0, packed.length);
        ByteWriter frame = new ByteWriter();
        frame.u8(SnapshotCodec.BLOCK).i32(raw.length).i32(length);
        hasher.update(frame.toArray());
        hasher.update(packed, 0, length);
        byte[] hash = hasher.digest();
        content.update(hash);
        frame.raw(hash).raw(packed, 0, length);
        append(frame.toArray());
        blocks++;
        block.truncate(0);
    }

    /// Room enough for what does not compress.
    private static int bound(int length) {
        return length + length / 128 + 1024;
    }

    private void end(CheckpointSigner signer, Hash256 of) throws IOException {
        ByteWriter end = new ByteWriter();
        end.u8(SnapshotCodec.END).i64(blocks).i64(rows).hash(of);
        content.update(end.toArray());
        Bytes signature = signer.signSnapshot(Hash256.of(content.digest()));
        end.sized(signature);
        end.i32(SnapshotCodec.crc(end.toArray(), end.size()));
        append(end.toArray());
    }

    private void append(byte[] next) throws IOException {
        disk.beforeWrite(file, next.length);
        ByteBuffer out = ByteBuffer.wrap(next);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        bytes += next.length;
        unsynced += next.length;
        if (unsynced >= SYNC_EVERY) {
            disk.force(file, channel);
            unsynced = 0;
        }
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        channel.close();
    }
}
