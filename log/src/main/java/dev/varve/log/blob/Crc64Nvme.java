package dev.varve.log.blob;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// CRC-64/NVME (reflected polynomial 0x9A6C9329AC4BC9B5), sixteen bytes a step.
public final class Crc64Nvme implements Checksum {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final int STEP = 16;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Table k gives what a byte contributes when k more bytes follow it.
    private static final long[][] TABLES = tables();

    private long crc = -1;

    @Override
    public void update(int b) {
        crc = TABLES[0][(int) (crc ^ b) & 0xFF] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long value = crc;
        for (; end - at >= STEP; at += STEP) {
            value =
                    eight((long) LONGS.get(bytes, at) ^ value, 8)
                            ^ eight((long) LONGS.get(bytes, at + 8), 0);
        }
        crc = value;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    private static long eight(long word, int following) {
        return TABLES[following + 7][(int) word & 0xFF]
                ^ TABLES[following + 6][(int) (word >>> 8) & 0xFF]
                ^ TABLES[following + 5][(int) (word >>> 16) & 0xFF]
                ^ TABLES[following + 4][(int) (word >>> 24) & 0xFF]
                ^ TABLES[following + 3][(int) (word >>> 32) & 0xFF]
                ^ TABLES[following + 2][(int) (word >>> 40) & 0xFF]
                ^ TABLES[following + 1][(int) (word >>> 48) & 0xFF]
                ^ TABLES[following][(int) (word >>> 56)];
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }

    private static long[][] tables() {
        long[][] tables = new long[STEP][256];
        for (int b = 0; b < 256; b++) {
            long value = b;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
            }
            tables[0][b] = value;
        }
        for (int k = 1; k < STEP; k++) {
            for (int b = 0; b < 256; b++) {
                long previous = tables[k - 1][b];
                tables[k][b] = tables[0][(int) previous & 0xFF] ^ (previous >>> 8);
            }
        }
        return tables;
    }
}
