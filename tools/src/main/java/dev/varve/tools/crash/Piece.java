package dev.varve.tools.crash;

import java.util.SplittableRandom;

/// A run of bytes that its seed and size say everything about.
record Piece(long seed, int size) {
    private static final int POOL = 48;
    private static final int LARGEST = 8 << 20;

    byte[] bytes() {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        if (compresses()) {
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) ('a' + (bytes[i] & 0x0f));
            }
        }
        return bytes;
    }

    private boolean compresses() {
        return seed % 3 == 0;
    }

    /// One of a few that come again and again, so that stores deduplicate.
    static Piece common(SplittableRandom random) {
        long seed = 1L + random.nextInt(POOL);
        return new Piece(seed, size(new SplittableRandom(seed)));
    }

    static Piece fresh(SplittableRandom random) {
        return new Piece(random.nextLong() >>> 1, size(random));
    }

    /// 0 B to 8 MiB, uniform in the logarithm within three bands of which the small one is usual.
    private static int size(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 3) {
            return 0;
        }
        if (kind < 82) {
            return logUniform(random, 1, 64 << 10);
        }
        return kind < 98
                ? logUniform(random, 64 << 10, 1 << 20)
                : logUniform(random, 1 << 20, LARGEST);
    }

    static int logUniform(SplittableRandom random, int from, int to) {
        double exponent = Math.log(from) + random.nextDouble() * (Math.log(to) - Math.log(from));
        return Math.clamp((long) Math.exp(exponent), from, to);
    }
}
