package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import java.nio.ByteBuffer;

/// The CRC of two runs of bytes joined, from the CRC of each and the length of the second: appending
/// bytes is a linear map of the CRC's bits, so the map of one zero byte is raised to that power.
final class CrcCombine {
    private final DigestAlgorithm algorithm;
    private final long polynomial;
    private final int bits;

    private CrcCombine(DigestAlgorithm algorithm, long polynomial) {
        this.algorithm = algorithm;
        this.polynomial = polynomial;
        this.bits = algorithm.length() * Byte.SIZE;
    }

    static boolean can(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32, CRC32C, CRC64NVME -> true;
            case MD5, SHA1, SHA256, XXH3 -> false;
        };
    }

    /// @throws IllegalArgumentException for a digest that cannot be combined
    static CrcCombine of(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> new CrcCombine(algorithm, 0xedb88320L);
            case CRC32C -> new CrcCombine(algorithm, 0x82f63b78L);
            case CRC64NVME -> new CrcCombine(algorithm, 0x9a6c9329ac4bc9b5L);
            case MD5, SHA1, SHA256, XXH3 ->
                    throw new IllegalArgumentException(algorithm + " cannot be combined");
        };
    }

    Bytes combine(Bytes first, Bytes second, long secondLength) {
        long joined = appendZeros(value(first), secondLength) ^ value(second);
        ByteBuffer out = ByteBuffer.allocate(algorithm.length());
        if (bits == Long.SIZE) {
            out.putLong(joined);
        } else {
            out.putInt((int) joined);
        }
        return Bytes.of(out.array());
    }

    private long value(Bytes crc) {
        ByteBuffer in = ByteBuffer.wrap(crc.toArray());
        return bits == Long.SIZE ? in.getLong() : Integer.toUnsignedLong(in.getInt());
    }

    private long appendZeros(long crc, long bytes) {
        long[] power = zeroByte();
        long moved = crc;
        for (long left = bytes; left > 0; left >>>= 1) {
            if ((left & 1) == 1) {
                moved = times(power, moved);
            }
            power = square(power);
        }
        return moved;
    }

    /// What one zero byte does to each bit of a reflected CRC.
    private long[] zeroByte() {
        long[] map = new long[bits];
        for (int bit = 0; bit < bits; bit++) {
            long crc = 1L << bit;
            for (int shift = 0; shift < Byte.SIZE; shift++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ polynomial;
            }
            map[bit] = crc;
        }
        return map;
    }

    private static long times(long[] map, long vector) {
        long sum = 0;
        for (long left = vector; left != 0; left &= left - 1) {
            sum ^= map[Long.numberOfTrailingZeros(left)];
        }
        return sum;
    }

    private static long[] square(long[] map) {
        long[] squared = new long[map.length];
        for (int bit = 0; bit < map.length; bit++) {
            squared[bit] = times(map, map[bit]);
        }
        return squared;
    }
}
