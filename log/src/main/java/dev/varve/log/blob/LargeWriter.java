package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Streams one large blob into a temporary file. The header comes last, when the id is known.
final class LargeWriter implements AutoCloseable {
    private static final int CHUNK = 8 << 10;
    private final Path path;
    private final Disk disk;
    private final RandomAccessFile file;
    private int[] frames = new int[16];
    private int blocks;
    private long end = RecordHeader.BYTES;

    LargeWriter(Path path, Disk disk) throws IOException {
        this.path = path;
        this.disk = disk;
        file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(end);
    }

    Path path() {
        return path;
    }

    int blocks() {
        return blocks;
    }

    void write(byte[] bytes, int offset, int frameLength) throws IOException {
        append(bytes, offset, frameLength);
        if (blocks == frames.length) {
            frames = Arrays.copyOf(frames, 2 * blocks);
        }
        frames[blocks++] = frameLength;
    }

    /// Completes the file and forces it; gives its length.
    long finish(BlobId id, long length, int blockSize) throws IOException {
        RecordHeader header = new RecordHeader(id, length, end - RecordHeader.BYTES, blockSize, 0);
        writeTable();
        byte[] bytes = new byte[RecordHeader.BYTES];
        header.write(bytes, 0);
        disk.beforeWrite(path, bytes.length);
        file.seek(0);
        file.write(bytes);
        disk.force(path, file.getChannel());
        file.close();
        return end;
    }

    private void writeTable() throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long at = RecordHeader.BYTES;
        for (int i = 0; i <= blocks; i++) {
            chunk.putLong(at);
            at += i < blocks ? frames[i] : 0;
            if (!chunk.hasRemaining() || i == blocks) {
                crc.update(chunk.array(), 0, chunk.position());
                append(chunk.array(), 0, chunk.position());
                chunk.clear();
            }
        }
        append(LargeFormat.trailer((int) crc.getValue(), blocks), 0, LargeFormat.TRAILER_BYTES);
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        disk.beforeWrite(path, length);
        file.write(bytes, offset, length);
        end += length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
