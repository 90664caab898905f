package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads any block of a large file. An entry of the block table needs no checksum here: a wrong one
/// leads to bytes that are not the block's frame.
final class LargeReader implements BlockSource {
    private final String name;
    private final FileChannel channel;
    private final RecordHeader header;
    private final BlockDecoder decoder;
    private byte[] stored = new byte[0];
    private byte[] decoded = new byte[0];

    private LargeReader(
            String name, FileChannel channel, RecordHeader header, Dictionaries dictionaries) {
        decoder = new BlockDecoder(dictionaries, header.id().domain());
        this.name = name;
        this.channel = channel;
        this.header = header;
    }

    static LargeReader open(
            Path path, String name, Dictionaries dictionaries, BlobId id, Placement.LargeFile at)
            throws IOException {
        LargeReader reader = open(path, name, dictionaries);
        try {
            reader.verify(id, at);
            return reader;
        } catch (StoreException e) {
            reader.close();
            throw e;
        }
    }

    /// Opens whatever blob the file says it holds.
    static LargeReader open(Path path, String name, Dictionaries dictionaries) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new LargeReader(name, channel, header(channel, name), dictionaries);
        } catch (IOException | StoreException e) {
            channel.close();
            throw e;
        }
    }

    private static RecordHeader header(FileChannel channel, String name) throws IOException {
        byte[] bytes = new byte[RecordHeader.BYTES];
        int read = PackFiles.readFully(channel, 0, ByteBuffer.wrap(bytes));
        if (read < bytes.length || !RecordHeader.isIntact(bytes, 0)) {
            throw new StoreException.Corrupt(name, 0, "damaged header");
        }
        RecordHeader header = RecordHeader.read(bytes, 0);
        if (header.keyId() != 0) {
            throw new StoreException.FromTheFuture(name + " is sealed under a data key");
        }
        return header;
    }

    private void verify(BlobId id, Placement.LargeFile at) {
        if (!header.id().equals(id) || header.length() != at.length()) {
            throw new StoreException.Corrupt(
                    name, 0, "holds " + header.id() + " where " + id + " should be");
        }
    }

    @Override
    public RecordHeader header() {
        return header;
    }

    @Override
    public int blockSize() {
        return header.blockSize();
    }

    @Override
    public Block read(long number) throws IOException {
        ByteBuffer bounds = bounds(number);
        long from = bounds.getLong(0);
        return decode(number, from, (int) (bounds.getLong(LargeFormat.ENTRY) - from));
    }

    @Override
    public BlockForm form(long number) throws IOException {
        long from = bounds(number).getLong(0);
        byte[] head = new byte[BlockForm.BYTES];
        if (PackFiles.readFully(channel, from, ByteBuffer.wrap(head)) < head.length) {
            throw new StoreException.Corrupt(name, from, "the file ends inside a block");
        }
        return BlockForm.read(head, 0);
    }

    /// Where a block's frame begins and ends.
    private ByteBuffer bounds(long number) throws IOException {
        long entry = LargeFormat.tableAt(header) + number * LargeFormat.ENTRY;
        ByteBuffer bounds = ByteBuffer.allocate(2 * LargeFormat.ENTRY);
        if (PackFiles.readFully(channel, entry, bounds) < bounds.capacity()) {
            throw new StoreException.Corrupt(name, entry, "the file ends inside its block table");
        }
        long from = bounds.getLong(0);
        long length = bounds.getLong(LargeFormat.ENTRY) - from;
        if (from < RecordHeader.BYTES || length < 0 || length > longestFrame()) {
            throw new StoreException.Corrupt(name, entry, "damaged block table");
        }
        return bounds;
    }

    private Block decode(long number, long from, int length) throws IOException {
        if (stored.length < length) {
            stored = new byte[length];
        }
        if (PackFiles.readFully(channel, from, ByteBuffer.wrap(stored, 0, length)) < length) {
            throw new StoreException.Corrupt(name, from, "the file ends inside a block");
        }
        int expected = header.blockLength(number);
        boolean packed =
                length >= BlockFrame.OVERHEAD && BlockFrame.encoding(stored, 0) != BlockFrame.RAW;
        if (packed && decoded.length < expected) {
            decoded = new byte[expected];
        }
        Block frame = new Block(stored, 0, length);
        return decoder.decode(() -> name, from, frame, number, expected, decoded);
    }

    private long longestFrame() {
        return header.blockSize() + (long) BlockFrame.OVERHEAD;
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
