package dev.varve.log.blob;

import dev.varve.log.Bytes;

/// Turns the bytes of one upload into block frames. The bytes gather in a buffer laid out like a
/// pack record (header, frame head, payload, frame tail, padding), so that what is stored raw is
/// never copied.
final class BlockEncoder {
    /// Where the frame begins in [#frame()].
    static final int FRAME_AT = RecordHeader.BYTES;

    private static final int PAYLOAD_AT = FRAME_AT + BlockFrame.HEAD;
    private static final int ROOM = PAYLOAD_AT + BlockFrame.TAIL + 7;
    private static final int FIRST = 4 << 10;
    private static final int MOST_AT_FIRST = 128 << 10;
    private final int blockSize;
    private final Zstandard zstd;
    private boolean tries;
    private boolean sampled;
    private byte[] buffer;
    private byte[] packed = new byte[0];
    private byte[] frame;
    private int filled;

    BlockEncoder(int blockSize, Zstandard zstd, boolean tries, long declared) {
        this.blockSize = blockSize;
        this.zstd = zstd;
        this.tries = tries;
        long first = declared < 0 ? FIRST : Math.min(declared, MOST_AT_FIRST);
        buffer = new byte[ROOM + (int) Math.min(first, blockSize)];
        frame = buffer;
    }

    /// Takes as much as the current block still holds; gives how much that was.
    int fill(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, blockSize - filled);
        ensureRoom(filled + taken);
        System.arraycopy(bytes, offset, buffer, PAYLOAD_AT + filled, taken);
        filled += taken;
        return taken;
    }

    /// The same of bytes that all fit into it.
    void fill(Bytes bytes) {
        ensureRoom(filled + bytes.length());
        bytes.copyTo(buffer, PAYLOAD_AT + filled);
        filled += bytes.length();
    }

    int filled() {
        return filled;
    }

    boolean isFull() {
        return filled == blockSize;
    }

    /// Ends the current block; its frame is then in [#frame()] from [#FRAME_AT] on, and the next
    /// block may be filled once it is written. Gives the frame's length.
    int encode(long number) {
        int length = filled;
        filled = 0;
        int stored = tries && length >= Compressibility.MIN_LENGTH ? compress(length) : -1;
        if (stored < 0) {
            frame = buffer;
            return BlockFrame.close(buffer, FRAME_AT, length, BlockFrame.RAW, number);
        }
        frame = packed;
        return BlockFrame.close(packed, FRAME_AT, stored, BlockFrame.ZSTD, number);
    }

    byte[] frame() {
        return frame;
    }

    private int compress(int length) {
        int bound = Zstandard.bound(length);
        if (packed.length < ROOM + bound) {
            packed = new byte[ROOM + bound];
        }
        int sample = Compressibility.sample(length);
        if (!sampled && sample < length) {
            tries = shrunk(sample) >= 0;
        }
        sampled = true;
        return tries ? shrunk(length) : -1;
    }

    /// With room for what does not shrink: that it lacked room would be told with an exception.
    private int shrunk(int length) {
        int room = Zstandard.bound(length);
        int stored = zstd.compress(buffer, PAYLOAD_AT, length, packed, PAYLOAD_AT, room);
        return stored <= Compressibility.target(length) ? stored : -1;
    }

    private void ensureRoom(int payload) {
        if (buffer.length < ROOM + payload) {
            int grown = Math.min(blockSize, Math.max(payload, 2 * (buffer.length - ROOM)));
            byte[] bigger = new byte[ROOM + grown];
            System.arraycopy(buffer, 0, bigger, 0, PAYLOAD_AT + filled);
            buffer = bigger;
        }
    }
}
