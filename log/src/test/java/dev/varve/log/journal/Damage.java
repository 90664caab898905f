package dev.varve.log.journal;

import dev.varve.log.journal.FrameReader.Frame;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Ways in which a segment file can go bad.
enum Damage {
    PAYLOAD_FLIP(Kind.LOSES),
    LENGTH_FLIP(Kind.LOSES),
    LENGTH_HUGE(Kind.LOSES),
    FRAME_NOT_COMPLETE(Kind.LOSES),
    FRAME_ZERO(Kind.LOSES),
    FRAME_META(Kind.LOSES),
    PAGE_ZERO(Kind.LOSES),
    TRUNCATED(Kind.LOSES),
    LAST_RECORD_ZERO(Kind.LOSES),
    FILE_DELETED(Kind.LOSES),
    FILE_EMPTY(Kind.LOSES),
    FILE_ZERO(Kind.LOSES),
    FILE_GARBAGE(Kind.LOSES),
    HEADER_PAGE_ZERO(Kind.DEPENDS),
    INDEX_ZERO(Kind.DEPENDS),
    WRITE_POSITION_OLD(Kind.HARMLESS),
    INDEX_ENTRIES_ZERO(Kind.HARMLESS),
    INDEX_ENTRIES_GARBAGE(Kind.HARMLESS);

    private static final int PAGE = 4096;
    private static final int NOT_COMPLETE_BYTE = 3;
    private static final int INDEX_FROM = 240;
    private static final int INDEX_UNTIL = 33_000;

    private final Kind kind;

    private enum Kind {
        LOSES,
        HARMLESS,
        DEPENDS
    }

    Damage(Kind kind) {
        this.kind = kind;
    }

    boolean losesEvents() {
        return kind == Kind.LOSES;
    }

    boolean losesNothing() {
        return kind == Kind.HARMLESS;
    }

    void apply(Path file) throws IOException {
        List<Long> frames = frames(file);
        long middle = frames.get(frames.size() / 2);
        long last = frames.getLast();
        switch (this) {
            case FILE_DELETED -> Files.delete(file);
            case FILE_EMPTY -> Files.write(file, new byte[0]);
            case FILE_ZERO -> Files.write(file, new byte[(int) Files.size(file)]);
            case FILE_GARBAGE -> Files.write(file, garbage((int) Files.size(file)));
            default -> {
                try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                    apply(raw, middle, last);
                }
            }
        }
    }

    private void apply(RandomAccessFile raw, long middle, long last) throws IOException {
        switch (this) {
            case PAYLOAD_FLIP -> xor(raw, middle + 150, 0x10);
            case LENGTH_FLIP -> xor(raw, middle, 0x04);
            case LENGTH_HUGE -> write(raw, middle, new byte[] {-1, -1, -1, 0x3f});
            case FRAME_NOT_COMPLETE -> xor(raw, middle + NOT_COMPLETE_BYTE, 0x80);
            case FRAME_ZERO -> write(raw, middle, new byte[4]);
            case FRAME_META -> xor(raw, middle + NOT_COMPLETE_BYTE, 0x40);
            case PAGE_ZERO -> write(raw, middle / PAGE * PAGE, new byte[PAGE]);
            case TRUNCATED -> raw.setLength(middle + 10);
            case LAST_RECORD_ZERO -> write(raw, last, new byte[(int) (raw.length() - last)]);
            case HEADER_PAGE_ZERO -> write(raw, 0, new byte[PAGE]);
            case INDEX_ZERO -> write(raw, 200, new byte[INDEX_UNTIL]);
            case WRITE_POSITION_OLD -> write(raw, writePositionAt(raw), new byte[8]);
            case INDEX_ENTRIES_ZERO -> write(raw, INDEX_FROM, new byte[INDEX_UNTIL - INDEX_FROM]);
            case INDEX_ENTRIES_GARBAGE -> write(raw, INDEX_FROM, garbage(INDEX_UNTIL - INDEX_FROM));
            default -> throw new IllegalStateException("of a whole file: " + this);
        }
    }

    /// The queue's header names its fields in ASCII.
    private static int writePositionAt(RandomAccessFile raw) throws IOException {
        byte[] header = new byte[200];
        raw.seek(0);
        raw.readFully(header);
        String text = new String(header, StandardCharsets.ISO_8859_1);
        int name = text.indexOf("writePosition");
        return (name + "writePosition".length() + 15) / 8 * 8;
    }

    /// Where the next frame will be.
    static long endOf(Path file) {
        try (FrameReader frames = new FrameReader(file)) {
            while (frames.next() == Frame.DATA) {
                // to the last
            }
            return frames.offset();
        }
    }

    static List<Long> frames(Path file) {
        List<Long> offsets = new ArrayList<>();
        try (FrameReader frames = new FrameReader(file)) {
            while (frames.next() == Frame.DATA) {
                offsets.add(frames.offset());
            }
        }
        return offsets;
    }

    /// Flips a bit where something was written; of a segment anywhere up to its end.
    static long flipUsedBit(Path file, Random random) throws IOException {
        List<Long> frames =
                SegmentName.cycle(file).isPresent()
                        ? frames(file)
                        : List.of(Files.size(file) - 200);
        long used = Math.max(1, frames.getLast() + 200);
        boolean header = !frames.isEmpty() && random.nextInt(4) == 0;
        long from = header ? 0 : Math.min(frames.getFirst(), used - 1);
        long at = Math.max(0, from) + random.nextLong(Math.max(1, used - Math.max(0, from)));
        int bit = random.nextInt(8);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            xor(raw, Math.min(at, raw.length() - 1), 1 << bit);
        }
        return at * 8 + bit;
    }

    private static void xor(RandomAccessFile raw, long at, int mask) throws IOException {
        raw.seek(at);
        int value = raw.read();
        raw.seek(at);
        raw.write(value ^ mask);
    }

    private static void write(RandomAccessFile raw, long at, byte[] bytes) throws IOException {
        raw.seek(at);
        raw.write(bytes);
    }

    private static byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
