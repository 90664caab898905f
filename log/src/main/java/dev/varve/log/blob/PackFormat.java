package dev.varve.log.blob;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a pack that are not records: its first 24, and marks. The checksum of both covers
/// where they are, so that a copy inside a blob is none.
final class PackFormat {
    static final int HEADER_BYTES = 24;
    static final int MARK_BYTES = 24;
    static final byte VERSION = 1;
    private static final long MAGIC = 0x5641525645504B31L; // VARVEPK1
    private static final int MARK_MAGIC = 0x564D524B; // VMRK
    private static final int CRC_AT = 20;

    private PackFormat() {}

    static byte[] header(int pack) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.putLong(MAGIC).put(VERSION).put(new byte[3]).putLong(pack);
        return out.putInt(checksum(out.array(), 0, 0)).array();
    }

    static boolean isHeader(byte[] bytes, int pack) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return in.getLong(0) == MAGIC
                && in.getLong(12) == pack
                && in.getInt(CRC_AT) == checksum(bytes, 0, 0);
    }

    static byte version(byte[] header) {
        return header[8];
    }

    /// Says that everything before `durableTo` was on stable storage before the mark was written;
    /// a seal also that nothing follows.
    static byte[] mark(int pack, long at, long durableTo, boolean seal) {
        ByteBuffer out = ByteBuffer.allocate(MARK_BYTES);
        out.putInt(MARK_MAGIC).put(VERSION).put((byte) (seal ? 1 : 0)).putShort((short) 0);
        out.putLong(durableTo).putInt(pack);
        return out.putInt(checksum(out.array(), 0, at)).array();
    }

    /// The mark that bytes of a pack hold, null when they hold none that was written there.
    static @Nullable Mark readMark(byte[] bytes, int index, int pack, long at) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean intact =
                in.getInt(index) == MARK_MAGIC
                        && in.getInt(index + 16) == pack
                        && in.getInt(index + CRC_AT) == checksum(bytes, index, at);
        return intact ? new Mark(in.getLong(index + 8), bytes[index + 5] == 1) : null;
    }

    record Mark(long durableTo, boolean seal) {}

    private static int checksum(byte[] bytes, int index, long at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, index, CRC_AT);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, at));
        return (int) crc.getValue();
    }
}
