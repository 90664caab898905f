package dev.varve.log.blob;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The bytes of a pack that are not records: its first 24 and its seal.
final class PackFormat {
    static final int HEADER_BYTES = 24;
    static final int SEAL_BYTES = 24;
    static final byte VERSION = 1;
    private static final long MAGIC = 0x5641525645504B31L; // VARVEPK1
    private static final int SEAL_MAGIC = 0x5653454C; // VSEL
    private static final int CRC_AT = 20;

    private PackFormat() {}

    static byte[] header(int pack) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.putLong(MAGIC).put(VERSION).put(new byte[3]).putLong(pack);
        return out.putInt(checksum(out.array(), 0)).array();
    }

    static boolean isHeader(byte[] bytes, int pack) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return in.getLong(0) == MAGIC
                && in.getLong(12) == pack
                && in.getInt(CRC_AT) == checksum(bytes, 0);
    }

    static byte version(byte[] header) {
        return header[8];
    }

    /// Says that everything before `offset` was on stable storage before the seal was written.
    static byte[] seal(int pack, long offset) {
        ByteBuffer out = ByteBuffer.allocate(SEAL_BYTES);
        out.putInt(SEAL_MAGIC).put(VERSION).put(new byte[3]).putLong(offset).putInt(pack);
        return out.putInt(checksum(out.array(), 0)).array();
    }

    static boolean isSeal(byte[] bytes, int at, int pack, long offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return in.getInt(at) == SEAL_MAGIC
                && in.getLong(at + 8) == offset
                && in.getInt(at + 16) == pack
                && in.getInt(at + CRC_AT) == checksum(bytes, at);
    }

    private static int checksum(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, CRC_AT);
        return (int) crc.getValue();
    }
}
