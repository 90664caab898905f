package dev.varve.log.blob;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Checksum;
import net.openhft.hashing.LongHashFunction;

/// XXH3 with 64 bits and seed 0, of bytes that come in pieces: the library that is used for blocks
/// wants them all at once, which it gets only where they are few.
public final class Xxh3 implements Checksum {
    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long[] START = {
        PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1
    };

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// What the algorithm mixes in, from its definition.
    private static final byte[] SECRET =
            HexFormat.of()
                    .parseHex(
                            "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                                    + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                                    + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
                                    + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
                                    + "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
                                    + "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");

    private static final int LANES = 8;
    private static final int STRIPE = 64;
    private static final int BLOCK = 1024;
    private static final int SCRAMBLE = SECRET.length - STRIPE;
    private static final int LAST = SECRET.length - STRIPE - 7;
    private static final int MERGE = 11;

    /// Up to here another way of mixing is defined.
    private static final int SHORT = 240;

    private final long[] lanes = START.clone();

    /// A block that is not mixed in yet, since the last one is mixed in otherwise; before it the last
    /// stripe of the block before.
    private final byte[] buffer = new byte[STRIPE + BLOCK];

    private int held;
    private long total;

    @Override
    public void update(int b) {
        update(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        total += length;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (held == BLOCK) {
                block(buffer, STRIPE);
                held = 0;
            }
            while (held == 0 && end - at > BLOCK) {
                block(bytes, at);
                at += BLOCK;
            }
            int taken = Math.min(BLOCK - held, end - at);
            System.arraycopy(bytes, at, buffer, STRIPE + held, taken);
            held += taken;
            at += taken;
        }
    }

    private void block(byte[] bytes, int offset) {
        for (int stripe = 0; stripe < BLOCK / STRIPE; stripe++) {
            stripe(lanes, bytes, offset + stripe * STRIPE, stripe * Long.BYTES);
        }
        for (int i = 0; i < LANES; i++) {
            long lane = lanes[i];
            lanes[i] = (lane ^ (lane >>> 47) ^ secret(SCRAMBLE + i * Long.BYTES)) * PRIME32_1;
        }
        System.arraycopy(bytes, offset + BLOCK - STRIPE, buffer, 0, STRIPE);
    }

    private static void stripe(long[] lanes, byte[] bytes, int offset, int secret) {
        for (int i = 0; i < LANES; i++) {
            long value = (long) LONGS.get(bytes, offset + i * Long.BYTES);
            long key = value ^ secret(secret + i * Long.BYTES);
            lanes[i ^ 1] += value;
            lanes[i] += (key & 0xFFFFFFFFL) * (key >>> 32);
        }
    }

    private static long secret(int offset) {
        return (long) LONGS.get(SECRET, offset);
    }

    @Override
    public long getValue() {
        if (total <= SHORT) {
            return LongHashFunction.xx3().hashBytes(buffer, STRIPE, held);
        }
        long[] last = lanes.clone();
        for (int stripe = 0; stripe < (held - 1) / STRIPE; stripe++) {
            stripe(last, buffer, STRIPE + stripe * STRIPE, stripe * Long.BYTES);
        }
        stripe(last, buffer, held, LAST);
        long merged = total * PRIME64_1;
        for (int i = 0; i < LANES; i += 2) {
            merged +=
                    folded(
                            last[i] ^ secret(MERGE + i * Long.BYTES),
                            last[i + 1] ^ secret(MERGE + (i + 1) * Long.BYTES));
        }
        long mixed = (merged ^ (merged >>> 37)) * 0x165667919E3779F9L;
        return mixed ^ (mixed >>> 32);
    }

    private static long folded(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    @Override
    public void reset() {
        System.arraycopy(START, 0, lanes, 0, LANES);
        Arrays.fill(buffer, (byte) 0);
        held = 0;
        total = 0;
    }
}
