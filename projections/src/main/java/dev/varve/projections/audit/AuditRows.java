package dev.varve.projections.audit;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Keys of the rows. Positions and blocks stand inverted, so that the newest comes first.
///
/// | row | key | value |
/// |---|---|---|
/// | a bucket that there is or was | `01` ‖ bucket (8) | name, owner |
/// | an event about a key | `02` ‖ bucket (8) ‖ hash of the key (4) ‖ position (8) | none |
/// | an event about a range | `03` ‖ bucket (8) ‖ position (8) ‖ prefix | none |
/// | a block of events, some of a bucket | `04` ‖ bucket (8) ‖ block (8) | none |
/// | … of an actor | `05` ‖ actor ‖ `00` ‖ block (8) | none |
/// | … about an access key | `06` ‖ id ‖ `00` ‖ block (8) | none |
/// | a name that a bucket has or had | `07` ‖ name ‖ `00` ‖ bucket (8) | none |
/// | a block of events, some of which brought those of other nodes | `09` ‖ block (8) | none |
/// | where the view begins | `08` | position (8) |
///
/// A block is [#BLOCK] events that follow each other.
final class AuditRows {
    static final int BLOCK = 256;
    static final byte[] NOTHING = {};

    static final byte BUCKET = 1;
    static final byte KEY = 2;
    static final byte RANGE = 3;
    static final byte IN_BUCKET = 4;
    static final byte BY_ACTOR = 5;
    static final byte ABOUT_ACCESS_KEY = 6;
    static final byte NAME = 7;
    static final byte BEGIN = 8;
    static final byte IMPORTS = 9;

    private static final int LONG = Long.BYTES;

    private AuditRows() {}

    static byte[] begin() {
        return new byte[] {BEGIN};
    }

    static byte[] imports() {
        return new byte[] {IMPORTS};
    }

    static byte[] bucket(BucketId bucket) {
        return ByteBuffer.allocate(1 + LONG).put(BUCKET).putLong(bucket.value()).array();
    }

    /// What all rows of a key start with; those of other keys may too.
    static byte[] key(BucketId bucket, ObjectKey key) {
        CRC32C hash = new CRC32C();
        hash.update(key.utf8());
        return ByteBuffer.allocate(1 + LONG + Integer.BYTES)
                .put(KEY)
                .putLong(bucket.value())
                .putInt((int) hash.getValue())
                .array();
    }

    static byte[] ranges(BucketId bucket) {
        return ByteBuffer.allocate(1 + LONG).put(RANGE).putLong(bucket.value()).array();
    }

    static byte[] inBucket(BucketId bucket) {
        return ByteBuffer.allocate(1 + LONG).put(IN_BUCKET).putLong(bucket.value()).array();
    }

    /// What all rows of a text start with.
    static byte[] text(byte kind, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(utf8.length + 2).put(kind).put(utf8).put((byte) 0).array();
    }

    static byte[] named(String name, BucketId bucket) {
        return with(text(NAME, name), bucket.value(), NOTHING);
    }

    static byte[] at(byte[] start, Position position, byte[] end) {
        return with(start, ~position.value(), end);
    }

    static byte[] at(byte[] start, Position position) {
        return at(start, position, NOTHING);
    }

    static byte[] atBlock(byte[] start, long block) {
        return with(start, ~block, NOTHING);
    }

    private static byte[] with(byte[] start, long number, byte[] end) {
        return ByteBuffer.allocate(start.length + LONG + end.length)
                .put(start)
                .putLong(number)
                .put(end)
                .array();
    }

    static long block(Position position) {
        return position.value() / BLOCK;
    }

    static long number(byte[] row, int at) {
        return ByteBuffer.wrap(row).getLong(at);
    }
}
