package dev.varve.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Damages the stored bytes of contents that do not compress, each in one of several ways. Files are
/// replaced as a whole or changed in place, as disks and people do it.
final class SeededDamage {
    private static final int HEADER = 64;
    private static final int FRAME = 16;

    private final Path blobs;
    private final int blockBytes;
    private final Random random;
    private final Map<String, Path> large = new HashMap<>();

    /// What was done, by kind.
    private final Map<String, Integer> done = new HashMap<>();

    SeededDamage(Path blobs, int blockBytes, Random random) throws IOException {
        this.blobs = blobs;
        this.blockBytes = blockBytes;
        this.random = random;
        try (Stream<Path> files = Files.walk(blobs.resolve("large"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            large.put(file.getFileName().toString().split("-", 2)[0], file));
        }
    }

    Map<String, Integer> done() {
        return done;
    }

    private void count(String kind) {
        done.merge(kind, 1, Integer::sum);
    }

    static byte[] hash(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void damageLarge(byte[] content) throws IOException {
        Path file = large.get(HexFormat.of().formatHex(hash(content)));
        switch (random.nextInt(4)) {
            case 0 -> {
                count("flip in a large file");
                byte[] bytes = Files.readAllBytes(file);
                int frames = HEADER + content.length;
                bytes[random.nextInt(frames)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
            }
            case 1 -> {
                count("truncated large file");
                byte[] bytes = Files.readAllBytes(file);
                int kept = random.nextInt(HEADER + content.length);
                Files.write(file, Arrays.copyOf(bytes, kept));
            }
            case 2 -> {
                count("swapped blocks");
                byte[] bytes = Files.readAllBytes(file);
                swap(bytes, HEADER, HEADER + blockBytes + FRAME, blockBytes + FRAME);
                Files.write(file, bytes);
            }
            default -> {
                count("missing file");
                Files.delete(file);
            }
        }
    }

    /// Flips one bit of a record in a pack.
    void damageSmall(byte[] content) throws IOException {
        count("flip in a pack");
        Path pack = packWith(content);
        byte[] bytes = Files.readAllBytes(pack);
        int record = record(bytes, content);
        int length = HEADER + FRAME + content.length;
        bytes[record + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(pack, bytes);
    }

    /// Puts the blocks of two records of one length in each other's place; both are damaged.
    void swapSmall(byte[] one, byte[] other) throws IOException {
        count("swapped blocks of two blobs");
        Path pack = packWith(one);
        Path second = packWith(other);
        byte[] bytes = Files.readAllBytes(pack);
        byte[] others = pack.equals(second) ? bytes : Files.readAllBytes(second);
        int from = record(bytes, one) + HEADER;
        int to = record(others, other) + HEADER;
        for (int i = 0; i < FRAME + one.length; i++) {
            byte kept = bytes[from + i];
            bytes[from + i] = others[to + i];
            others[to + i] = kept;
        }
        Files.write(pack, bytes);
        Files.write(second, others);
    }

    /// Takes a whole pack away.
    void losePack(byte[] content) throws IOException {
        count("missing pack");
        Files.delete(packWith(content));
    }

    private Path packWith(byte[] content) throws IOException {
        try (Stream<Path> packs = Files.list(blobs.resolve("packs"))) {
            for (Path pack : packs.sorted().toList()) {
                if (record(Files.readAllBytes(pack), content) >= 0) {
                    return pack;
                }
            }
        }
        throw new AssertionError("no pack has it");
    }

    /// Contents that one pack has.
    static List<byte[]> in(Path pack, List<byte[]> contents) throws IOException {
        byte[] bytes = Files.readAllBytes(pack);
        return contents.stream().filter(content -> record(bytes, content) >= 0).toList();
    }

    private static int record(byte[] pack, byte[] content) {
        byte[] hash = hash(content);
        ByteBuffer in = ByteBuffer.wrap(pack);
        for (int at = 24; at + HEADER <= pack.length; at += 8) {
            if (in.getInt(at) == 0x56424C42 && Arrays.equals(pack, at + 24, at + 56, hash, 0, 32)) {
                return at;
            }
        }
        return -1;
    }

    private static void swap(byte[] bytes, int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            byte kept = bytes[one + i];
            bytes[one + i] = bytes[other + i];
            bytes[other + i] = kept;
        }
    }
}
