package dev.varve.log.codec;

/// Where things are in a record; see `FORMAT.md`.
public final class RecordFormat {
    public static final int MAGIC = 0xD6565256;
    public static final int FORMAT_VERSION = 1;

    /// Of all events but those that carry others.
    public static final int MAX_EVENT_PAYLOAD = 1 << 20;

    /// An event as large as may be must find room in one that carries it.
    public static final int MAX_PAYLOAD = MAX_EVENT_PAYLOAD + (128 << 10);

    public static final int MAX_HEADER = 0xffff;
    public static final int NONCE_BYTES = 16;

    /// Nonce and payload are absent.
    static final int WITHHELD = 1;

    static final int FLAGS_AT = 4;
    static final int HEADER_LENGTH_AT = 5;
    static final int PAYLOAD_LENGTH_AT = 7;
    static final int HEADER_AT = 11;
    static final int CRC_BYTES = 4;

    /// Within the header.
    static final int POSITION_AT = 29;

    /// The shortest header: its fixed part and one byte or more of each field after it.
    static final int MIN_HEADER = 45 + 2 + 4 + 2 + 32 + 1;

    public static final int MIN_RECORD = HEADER_AT + MIN_HEADER + NONCE_BYTES + CRC_BYTES;
    public static final int MAX_RECORD =
            HEADER_AT + MAX_HEADER + NONCE_BYTES + MAX_PAYLOAD + CRC_BYTES;

    private RecordFormat() {}
}
