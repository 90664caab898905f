package dev.varve.tools.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/// One thing that goes wrong with one file.
record Damage(Path file, Kind kind, long offset) {
    private static final int PAGE = 4096;

    enum Kind {
        BIT_FLIPPED,
        PAGE_ZEROED,
        TRUNCATED,
        EMPTIED,
        DELETED
    }

    static Damage any(Path root, Path file, SplittableRandom random) throws IOException {
        long used = Math.max(1, used(root.resolve(file)));
        long offset = random.nextLong(used);
        int roll = random.nextInt(20);
        if (roll < 12) {
            return new Damage(file, Kind.BIT_FLIPPED, offset);
        }
        if (roll < 15) {
            return new Damage(file, Kind.PAGE_ZEROED, offset / PAGE * PAGE);
        }
        if (roll < 18) {
            return new Damage(file, Kind.TRUNCATED, offset);
        }
        return new Damage(file, roll == 18 ? Kind.EMPTIED : Kind.DELETED, 0);
    }

    /// Where the last byte is that is not zero: files are allocated ahead of what is in them.
    private static long used(Path file) throws IOException {
        byte[] page = new byte[1 << 16];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long from = (channel.size() - 1) / page.length * page.length;
                    from >= 0;
                    from -= page.length) {
                int read = channel.read(ByteBuffer.wrap(page), from);
                for (int i = read - 1; i >= 0; i--) {
                    if (page[i] != 0) {
                        return from + i + 1;
                    }
                }
            }
        }
        return 0;
    }

    /// False when it changes nothing, as zeroing zeroes does.
    boolean inflict(Path root, SplittableRandom random) throws IOException {
        Path path = root.resolve(file);
        if (kind == Kind.DELETED) {
            return Files.deleteIfExists(path);
        }
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return switch (kind) {
                case BIT_FLIPPED -> overwrite(channel, 1, random);
                case PAGE_ZEROED -> overwrite(channel, PAGE, random);
                case TRUNCATED -> truncate(channel, offset);
                case EMPTIED -> truncate(channel, 0);
                case DELETED -> false;
            };
        }
    }

    private static boolean truncate(FileChannel channel, long size) throws IOException {
        boolean shorter = size < channel.size();
        channel.truncate(size);
        return shorter;
    }

    private boolean overwrite(FileChannel channel, int length, SplittableRandom random)
            throws IOException {
        byte[] before = new byte[length];
        int read = channel.read(ByteBuffer.wrap(before), offset);
        if (read <= 0) {
            return false;
        }
        byte[] after = new byte[read];
        if (kind == Kind.BIT_FLIPPED) {
            after[0] = (byte) (before[0] ^ 1 << random.nextInt(8));
        }
        channel.write(ByteBuffer.wrap(after), offset);
        for (int i = 0; i < read; i++) {
            if (before[i] != after[i]) {
                return true;
            }
        }
        return false;
    }
}
