package dev.varve.replication.ship;

import dev.varve.log.codec.Frame;
import java.util.zip.CRC32C;

/// Where things are in a message; see `FORMAT.md`.
final class MessageFormat {
    static final int VERSION = 1;

    static final int HELLO = 1;
    static final int BLOB = 2;
    static final int FRAME = 3;
    static final int HEARTBEAT = 4;
    static final int TRIMMED = 5;
    static final int END = 6;

    /// Types from here on may be passed over by who does not know them.
    static final int FIRST_SKIPPABLE = 128;

    static final int HEAD_BYTES = 1 + Integer.BYTES;
    static final int CRC_BYTES = Integer.BYTES;

    private static final int SMALL = 256;
    static final int BLOB_HEAD = 64;
    private static final int MAX_SKIPPED = 64 << 10;

    private MessageFormat() {}

    /// How long the body of a type may be; -1 for types that are not known and not skippable.
    static int limit(int type) {
        return switch (type) {
            case HELLO, HEARTBEAT, TRIMMED, END -> SMALL;
            case BLOB -> BLOB_HEAD + SmallBlobs.MAX;
            case FRAME -> Frame.MAX_LENGTH;
            default -> type >= FIRST_SKIPPABLE ? MAX_SKIPPED : -1;
        };
    }

    static int checksum(byte[] head, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, HEAD_BYTES);
        crc.update(body, 0, body.length);
        return (int) crc.getValue();
    }
}
