package dev.varve.log.blob;

import dev.varve.log.StoreException;

/// Checks a block frame and gives its bytes.
final class BlockDecoder {
    private BlockDecoder() {}

    /// @param fileOffset where the frame is in its file, for the message
    /// @param scratch takes what must be decompressed; at least `length` long
    static Block decode(
            String file, long fileOffset, Block stored, long number, int length, byte[] scratch) {
        byte[] bytes = stored.bytes();
        int at = stored.offset();
        if (!BlockFrame.isIntact(bytes, at, stored.length(), number)) {
            throw new StoreException.Corrupt(file, fileOffset, "block " + number + " is damaged");
        }
        int payload = stored.length() - BlockFrame.OVERHEAD;
        return switch (BlockFrame.encoding(bytes, at)) {
            case BlockFrame.RAW -> raw(file, fileOffset, bytes, at, payload, length);
            case BlockFrame.ZSTD -> zstd(file, fileOffset, bytes, at, payload, length, scratch);
            default ->
                    throw new StoreException.FromTheFuture(
                            file + " at byte " + fileOffset + ": unknown block encoding");
        };
    }

    private static Block raw(
            String file, long fileOffset, byte[] bytes, int at, int payload, int length) {
        if (payload != length) {
            throw new StoreException.Corrupt(file, fileOffset, "block of a wrong length");
        }
        return new Block(bytes, at + BlockFrame.HEAD, length);
    }

    private static Block zstd(
            String file,
            long fileOffset,
            byte[] bytes,
            int at,
            int payload,
            int length,
            byte[] scratch) {
        int from = at + BlockFrame.HEAD;
        if (!Zstandard.decompress(bytes, from, payload, scratch, length)) {
            throw new StoreException.Corrupt(file, fileOffset, "block does not decompress");
        }
        return new Block(scratch, 0, length);
    }
}
