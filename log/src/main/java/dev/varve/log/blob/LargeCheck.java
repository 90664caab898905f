package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/// Checks what a large file has beside its blocks: its size, block table and trailer.
final class LargeCheck {
    private static final int CHUNK = 64 << 10;

    private LargeCheck() {}

    /// @throws StoreException.Corrupt when the file is not complete
    static void structure(LargeReader reader, String name) throws IOException {
        RecordHeader header = reader.header();
        FileChannel channel = reader.channel();
        if (channel.size() != LargeFormat.fileBytes(header)) {
            throw new StoreException.Corrupt(name, channel.size(), "the file has a wrong length");
        }
        long table = LargeFormat.tableAt(header);
        long trailer = table + LargeFormat.tableBytes(header);
        int crc = checksum(channel, table, trailer);
        ByteBuffer bytes = ByteBuffer.allocate(LargeFormat.TRAILER_BYTES);
        PackFiles.readFully(channel, trailer, bytes);
        if (!LargeFormat.isTrailer(bytes, crc, (int) header.blocks())) {
            throw new StoreException.Corrupt(name, table, "damaged block table");
        }
    }

    private static int checksum(FileChannel channel, long from, long to) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long at = from; at < to; at += CHUNK) {
            chunk.clear().limit((int) Math.min(CHUNK, to - at));
            PackFiles.readFully(channel, at, chunk);
            crc.update(chunk.flip());
        }
        return (int) crc.getValue();
    }
}
