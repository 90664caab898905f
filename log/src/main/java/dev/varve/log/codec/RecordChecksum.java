package dev.varve.log.codec;

import java.util.zip.CRC32C;

/// CRC-32C from a record's magic to the end of its payload.
final class RecordChecksum {
    private RecordChecksum() {}

    static int of(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
