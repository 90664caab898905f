package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.RecordFormat;
import dev.varve.log.codec.RecordView;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What is kept for ever of segments that were trimmed: every checkpoint, and every start with the
/// key that it announced, as the records that they were.
final class KeptRecords {
    static final String FILE = "checkpoints";
    private static final int MAGIC = 0xD656524B;
    private static final int VERSION = 1;
    private static final int HEADER = 5;

    private final Path file;
    private final Path directory;

    @FunctionalInterface
    interface Each {
        void take(RecordView record, long offset);
    }

    KeptRecords(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
    }

    Path file() {
        return file;
    }

    /// Appends after the first `length` bytes, which are those that count, and answers how many
    /// count then. Durable when it returns.
    long append(long length, List<byte[]> records, Disk disk) throws IOException {
        ByteWriter out = new ByteWriter();
        if (length == 0) {
            out.i32(MAGIC).u8(VERSION);
        }
        for (byte[] record : records) {
            out.i32(record.length).raw(record);
        }
        boolean fresh = !Files.exists(file);
        disk.beforeWrite(file, out.size());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            ByteBuffer bytes = ByteBuffer.wrap(out.toArray());
            long at = length;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            disk.force(file, channel);
        }
        if (fresh) {
            disk.forceDirectory(directory);
        }
        return length + out.size();
    }

    /// Gives the records in the first `length` bytes, in order.
    ///
    /// @throws StoreException.Corrupt when they are not as they were written
    void read(long length, Each each) throws IOException {
        if (length == 0) {
            return;
        }
        if (!Files.exists(file) || Files.size(file) < length) {
            throw corrupt(0, "the file is missing or cut short");
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw corrupt(0, "the magic number is wrong");
            }
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new StoreException.FromTheFuture(file + " has version " + version);
            }
            long at = HEADER;
            while (at < length) {
                byte[] record = record(in, at);
                each.take(view(record, at), at);
                at += Integer.BYTES + record.length;
            }
            if (at != length) {
                throw corrupt(at, "it does not end where it did");
            }
        }
    }

    private byte[] record(DataInputStream in, long at) throws IOException {
        int size = in.readInt();
        if (size < RecordFormat.MIN_RECORD || size > RecordFormat.MAX_RECORD) {
            throw corrupt(at, "a record of " + size + " bytes");
        }
        byte[] record = in.readNBytes(size);
        if (record.length < size) {
            throw corrupt(at, "a record that was cut off");
        }
        return record;
    }

    private RecordView view(byte[] record, long at) {
        try {
            return RecordView.of(record, 0, record.length);
        } catch (IllegalArgumentException e) {
            throw corrupt(at, String.valueOf(e.getMessage()));
        }
    }

    private StoreException.Corrupt corrupt(long at, String what) {
        return new StoreException.Corrupt(file.toString(), at, what);
    }
}
