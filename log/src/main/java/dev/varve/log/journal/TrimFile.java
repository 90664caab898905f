package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// The file that says that the front of the journal was trimmed, and not lost. Replaced as a whole.
final class TrimFile {
    static final String FILE = "trimmed";
    private static final String BESIDE = "trimmed.new";
    private static final int MAGIC = 0xD6565255;
    private static final int VERSION = 1;
    private static final int LIMIT = 1 << 12;

    private final Path directory;

    TrimFile(Path directory) {
        this.directory = directory;
    }

    /// [TrimPoint#NONE] when there is no such file.
    ///
    /// @throws StoreException.Corrupt when it is not as it was written
    TrimPoint read() throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return TrimPoint.NONE;
        }
        if (Files.size(file) > LIMIT) {
            throw new StoreException.Corrupt(file.toString(), LIMIT, "the file is too long");
        }
        try {
            return decode(Files.readAllBytes(file), file);
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt(
                    file.toString(), 0, "cannot be read: " + e.getMessage());
        }
    }

    private static TrimPoint decode(byte[] bytes, Path file) {
        ByteReader in = new ByteReader(bytes);
        if (in.i32() != MAGIC) {
            throw new IllegalArgumentException("the magic number is wrong");
        }
        int version = in.u8();
        int end = bytes.length - Integer.BYTES;
        if (new ByteReader(bytes, end, Integer.BYTES).i32() != crc(bytes, end)) {
            throw new IllegalArgumentException("the checksum is wrong");
        }
        if (version != VERSION) {
            throw new StoreException.FromTheFuture(file + " has version " + version);
        }
        TrimPoint point =
                new TrimPoint(
                        in.i32(),
                        new Position(in.i64()),
                        in.hash(),
                        in.i64(),
                        in.varint32(),
                        in.sizedBytes());
        in.i32();
        in.end();
        if (!point.isTrimmed() || point.kept() < 0) {
            throw new IllegalArgumentException("it says that nothing was trimmed");
        }
        return point;
    }

    /// Durable when it returns.
    void write(TrimPoint point, Disk disk) throws IOException {
        ByteWriter out = new ByteWriter().i32(MAGIC).u8(VERSION);
        out.i32(point.cycle()).i64(point.oldest().value()).hash(point.chain()).i64(point.kept());
        out.varint(point.keyId()).sized(point.signature());
        out.i32(crc(out.toArray(), out.size()));
        Path beside = directory.resolve(BESIDE);
        disk.beforeWrite(beside, out.size());
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(out.toArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            disk.force(beside, channel);
        }
        disk.move(beside, directory.resolve(FILE));
        disk.forceDirectory(directory);
    }

    /// What a write that was cut short left.
    void clear() throws IOException {
        Files.deleteIfExists(directory.resolve(BESIDE));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
