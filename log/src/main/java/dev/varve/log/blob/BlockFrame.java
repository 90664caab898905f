package dev.varve.log.blob;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.openhft.hashing.LongHashFunction;

/// One stored block: payload length, encoding and block number, the payload, and the XXH3-64 of all
/// of that. The number is in the sum so that no block passes for another one.
final class BlockFrame {
    static final int HEAD = 8;
    static final int TAIL = 8;
    static final int OVERHEAD = HEAD + TAIL;
    static final int RAW = 0;
    static final int ZSTD = 1;

    /// Zstandard again, in the background; the payload begins with a [TunedBlock].
    static final int TUNED = 2;

    private static final int NUMBER_MASK = 0xFFFFFF;
    private static final LongHashFunction XXH3 = LongHashFunction.xx3();
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BlockFrame() {}

    /// Writes head and tail around a payload that lies at `offset + HEAD`; gives the frame's length.
    static int close(byte[] bytes, int offset, int payload, int encoding, long number) {
        INTS.set(bytes, offset, payload);
        INTS.set(bytes, offset + 4, (encoding << 24) | ((int) number & NUMBER_MASK));
        LONGS.set(bytes, offset + HEAD + payload, sum(bytes, offset, payload));
        return payload + OVERHEAD;
    }

    static int payload(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    static int encoding(byte[] bytes, int offset) {
        return bytes[offset + 4];
    }

    /// Whether the frame of exactly `length` bytes is undamaged and is block `number`.
    static boolean isIntact(byte[] bytes, int offset, int length, long number) {
        int payload = length - OVERHEAD;
        return payload >= 0
                && payload(bytes, offset) == payload
                && ((int) INTS.get(bytes, offset + 4) & NUMBER_MASK) == (number & NUMBER_MASK)
                && (long) LONGS.get(bytes, offset + HEAD + payload) == sum(bytes, offset, payload);
    }

    private static long sum(byte[] bytes, int offset, int payload) {
        return XXH3.hashBytes(bytes, offset, HEAD + payload);
    }
}
