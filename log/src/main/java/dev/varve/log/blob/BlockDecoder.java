package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.util.function.Supplier;

/// Checks a block frame and gives its bytes.
final class BlockDecoder {
    private final Dictionaries dictionaries;
    private final int domain;

    /// @param domain of the blobs whose blocks it decodes
    BlockDecoder(Dictionaries dictionaries, int domain) {
        this.dictionaries = dictionaries;
        this.domain = domain;
    }

    /// @param file its name, for the message
    /// @param fileOffset where the frame is in its file, for the message
    /// @param scratch takes what must be decompressed; at least `length` long
    Block decode(
            Supplier<String> file,
            long fileOffset,
            Block stored,
            long number,
            int length,
            byte[] scratch) {
        byte[] bytes = stored.bytes();
        int at = stored.offset();
        if (!BlockFrame.isIntact(bytes, at, stored.length(), number)) {
            throw new StoreException.Corrupt(
                    file.get(), fileOffset, "block " + number + " is damaged");
        }
        int payload = stored.length() - BlockFrame.OVERHEAD;
        return switch (BlockFrame.encoding(bytes, at)) {
            case BlockFrame.RAW -> raw(file, fileOffset, bytes, at, payload, length);
            case BlockFrame.ZSTD -> zstd(file, fileOffset, bytes, at, payload, length, scratch);
            case BlockFrame.TUNED -> tuned(file, fileOffset, stored, length, scratch);
            default ->
                    throw new StoreException.FromTheFuture(
                            file.get() + " at byte " + fileOffset + ": unknown block encoding");
        };
    }

    private static Block raw(
            Supplier<String> file, long fileOffset, byte[] bytes, int at, int payload, int length) {
        if (payload != length) {
            throw new StoreException.Corrupt(file.get(), fileOffset, "block of a wrong length");
        }
        return new Block(bytes, at + BlockFrame.HEAD, length);
    }

    private Block tuned(
            Supplier<String> file, long fileOffset, Block stored, int length, byte[] scratch) {
        int from = stored.offset() + BlockFrame.HEAD;
        int payload = stored.length() - BlockFrame.OVERHEAD - TunedBlock.BYTES;
        if (payload < 0) {
            throw new StoreException.Corrupt(file.get(), fileOffset, "block of a wrong length");
        }
        int dictionary = TunedBlock.read(stored.bytes(), from).dictionary();
        from += TunedBlock.BYTES;
        boolean whole =
                dictionary == 0
                        ? Zstandard.decompress(stored.bytes(), from, payload, scratch, length)
                        : Zstandard.decompress(
                                stored.bytes(),
                                from,
                                payload,
                                scratch,
                                length,
                                dictionaries.forReading(dictionary, domain));
        if (!whole) {
            throw new StoreException.Corrupt(file.get(), fileOffset, "block does not decompress");
        }
        return new Block(scratch, 0, length);
    }

    private static Block zstd(
            Supplier<String> file,
            long fileOffset,
            byte[] bytes,
            int at,
            int payload,
            int length,
            byte[] scratch) {
        int from = at + BlockFrame.HEAD;
        if (!Zstandard.decompress(bytes, from, payload, scratch, length)) {
            throw new StoreException.Corrupt(file.get(), fileOffset, "block does not decompress");
        }
        return new Block(scratch, 0, length);
    }
}
