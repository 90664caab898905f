package dev.varve.log.blob;

import java.nio.ByteBuffer;

/// What follows the blocks in a large file: where each block frame begins and where the last one
/// ends, 8 bytes each; then a trailer.
final class LargeFormat {
    static final int TRAILER_BYTES = 16;
    static final int ENTRY = Long.BYTES;
    private static final long MAGIC = 0x56415256454E4431L; // VARVEND1

    private LargeFormat() {}

    static byte[] trailer(int tableCrc, int blocks) {
        return ByteBuffer.allocate(TRAILER_BYTES)
                .putInt(tableCrc)
                .putInt(blocks)
                .putLong(MAGIC)
                .array();
    }

    static boolean isTrailer(ByteBuffer in, int tableCrc, int blocks) {
        return in.getInt(0) == tableCrc && in.getInt(4) == blocks && in.getLong(8) == MAGIC;
    }

    static long tableAt(RecordHeader header) {
        return RecordHeader.BYTES + header.storedLength();
    }

    static long tableBytes(RecordHeader header) {
        return (header.blocks() + 1) * ENTRY;
    }

    static long fileBytes(RecordHeader header) {
        return tableAt(header) + tableBytes(header) + TRAILER_BYTES;
    }
}
