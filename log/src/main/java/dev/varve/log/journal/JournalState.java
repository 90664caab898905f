package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The file that says whether the journal was closed cleanly, and what was durable at its last
/// write. It has two slots that are written in turn, so that one is always whole.
final class JournalState {
    static final String FILE = "state";
    private static final int MAGIC = 0xD6565253;
    private static final int VERSION = 1;
    private static final int SLOT = 4096;
    private static final int SLOTS = 2;
    private static final int CLEAN = 1;
    private static final int OPEN = 0;

    private final Path directory;
    private final Path file;
    private final Disk disk;
    private long sequence;

    /// @param clean closed after everything appended was durable
    /// @param cycle the segment that was open
    /// @param position durable when this was written
    /// @param incarnation the lowest that may write from here on
    /// @param chain up to `position`
    record Mark(boolean clean, int cycle, int incarnation, Position position, Hash256 chain) {}

    JournalState(Path directory, Disk disk) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.disk = disk;
    }

    Path file() {
        return file;
    }

    /// Empty when there is no such file, or one whose first write was cut off before any segment.
    ///
    /// @throws StoreException.Corrupt when neither slot can be read
    Optional<Mark> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        Optional<Mark> newest = Optional.empty();
        for (int slot = 0; slot < SLOTS; slot++) {
            Optional<Slot> read = slot(bytes, slot * SLOT);
            if (read.isPresent() && read.get().sequence() > sequence) {
                sequence = read.get().sequence();
                newest = Optional.of(read.get().mark());
            }
        }
        if (newest.isEmpty() && hasSegments()) {
            throw new StoreException.Corrupt(file.toString(), 0, "neither slot is readable");
        }
        return newest;
    }

    private record Slot(long sequence, Mark mark) {}

    private Optional<Slot> slot(byte[] bytes, int at) {
        if (bytes.length < at + SLOT) {
            return Optional.empty();
        }
        ByteReader in = new ByteReader(bytes, at, SLOT);
        if (in.i32() != MAGIC) {
            return Optional.empty();
        }
        int version = in.u8();
        long number = in.i64();
        Mark mark = new Mark(in.u8() == CLEAN, in.i32(), in.i32(), readPosition(in), in.hash());
        int covered = SLOT - in.remaining();
        if (in.i32() != crc(bytes, at, covered)) {
            return Optional.empty();
        }
        if (version != VERSION) {
            throw new StoreException.FromTheFuture(file + " has version " + version);
        }
        return Optional.of(new Slot(number, mark));
    }

    private static Position readPosition(ByteReader in) {
        return new Position(Math.max(in.i64(), Position.NONE.value()));
    }

    private boolean hasSegments() throws IOException {
        try (DirectoryStream<Path> segments =
                Files.newDirectoryStream(directory, "*" + SegmentName.SUFFIX)) {
            return segments.iterator().hasNext();
        }
    }

    /// Durable when it returns.
    void write(Mark mark) throws IOException {
        sequence++;
        ByteWriter out = new ByteWriter();
        out.i32(MAGIC).u8(VERSION).i64(sequence).u8(mark.clean() ? CLEAN : OPEN);
        out.i32(mark.cycle())
                .i32(mark.incarnation())
                .i64(mark.position().value())
                .hash(mark.chain());
        byte[] covered = out.toArray();
        out.i32(crc(covered, 0, covered.length)).raw(new byte[SLOT - out.size()]);
        boolean fresh = !Files.exists(file);
        disk.beforeWrite(file, fresh ? (long) SLOT * SLOTS : 0);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (fresh) {
                channel.write(ByteBuffer.wrap(new byte[SLOT * SLOTS]), 0);
            }
            channel.write(ByteBuffer.wrap(out.toArray()), (sequence % SLOTS) * SLOT);
            disk.force(file, channel);
        }
        if (fresh) {
            disk.forceDirectory(directory);
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
