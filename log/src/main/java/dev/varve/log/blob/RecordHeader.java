package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The 64 bytes before every stored blob, in a pack or in a file of its own.
///
/// @param storedLength bytes of all block frames that follow
/// @param keyId data key the blocks are sealed under; 0 when they are not
record RecordHeader(BlobId id, long length, long storedLength, int blockSize, int keyId) {
    static final int BYTES = 64;
    static final int MAGIC = 0x56424C42; // VBLB
    static final byte VERSION = 1;
    static final long MAX_LENGTH = 1L << 46;
    private static final int CRC_AT = 60;

    void write(byte[] bytes, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes, offset, BYTES);
        out.putInt(MAGIC).put(VERSION).put((byte) id.algorithm().tag());
        out.put((byte) Integer.numberOfTrailingZeros(blockSize)).put((byte) 0);
        putLong48(out, length);
        putLong48(out, storedLength);
        out.putInt(id.domain());
        id.hash().write(out);
        out.putInt(keyId).putInt(checksum(bytes, offset));
    }

    /// Whether the bytes hold an undamaged header of any version.
    static boolean isIntact(byte[] bytes, int offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, BYTES);
        return in.getInt(offset) == MAGIC && in.getInt(offset + CRC_AT) == checksum(bytes, offset);
    }

    /// Reads an intact header.
    ///
    /// @throws StoreException.FromTheFuture when it says what this release does not know
    static RecordHeader read(byte[] bytes, int offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, BYTES);
        in.getInt();
        byte version = in.get();
        int algorithm = in.get();
        int blockLog = in.get();
        if (version != VERSION || in.get() != 0 || blockLog < 0 || blockLog > 30) {
            throw new StoreException.FromTheFuture("stored blob of version " + version);
        }
        long length = long48(in);
        long stored = long48(in);
        int domain = in.getInt();
        BlobId id = new BlobId(algorithm(algorithm), domain, Hash256.read(in));
        return new RecordHeader(id, length, stored, 1 << blockLog, in.getInt());
    }

    long blocks() {
        return (length + blockSize - 1) / blockSize;
    }

    int blockLength(long index) {
        return (int) Math.min(blockSize, length - index * blockSize);
    }

    /// What the record takes in a pack, padding included.
    long paddedBytes() {
        return padded(BYTES + storedLength);
    }

    static long padded(long bytes) {
        return (bytes + 7) & ~7L;
    }

    private static BlobId.Algorithm algorithm(int tag) {
        try {
            return BlobId.Algorithm.ofTag(tag);
        } catch (IllegalArgumentException e) {
            throw new StoreException.FromTheFuture("blob named by algorithm " + tag);
        }
    }

    private static void putLong48(ByteBuffer out, long value) {
        out.putShort((short) (value >>> 32)).putInt((int) value);
    }

    private static long long48(ByteBuffer in) {
        return ((in.getShort() & 0xFFFFL) << 32) | (in.getInt() & 0xFFFFFFFFL);
    }

    private static int checksum(byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, CRC_AT);
        return (int) crc.getValue();
    }
}
