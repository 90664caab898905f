package dev.varve.server.http;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Makes request ids: 16 characters of base 32, unique within a process because a counter is
/// shuffled by a permutation, and between processes by 16 random bits and a random start.
public final class RequestIds {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 16;

    private final long process;
    private final AtomicLong counter;

    public RequestIds() {
        SecureRandom random = new SecureRandom();
        process = random.nextInt(1 << 16);
        counter = new AtomicLong(random.nextLong());
    }

    public String next() {
        long low = shuffled(counter.getAndIncrement());
        long high = process;
        char[] id = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            id[i] = DIGITS[(int) (low & 31)];
            low = (low >>> 5) | ((high & 31) << 59);
            high >>>= 5;
        }
        return new String(id);
    }

    /// The finalizer of SplitMix64: every value has one image of its own.
    private static long shuffled(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
