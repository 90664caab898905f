package dev.varve.log.blob;

import java.nio.ByteBuffer;

/// What begins the payload of a block that was compressed in the background: the level, so that it is
/// not tried again, and the dictionary that it takes to read it, 0 for none.
record TunedBlock(int level, int dictionary) {
    static final int BYTES = 8;

    static TunedBlock read(byte[] bytes, int offset) {
        return new TunedBlock(bytes[offset] & 0xFF, ByteBuffer.wrap(bytes).getInt(offset + 4));
    }

    void write(byte[] bytes, int offset) {
        ByteBuffer.wrap(bytes, offset, BYTES).put((byte) level).put(new byte[3]).putInt(dictionary);
    }
}
