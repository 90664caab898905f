package dev.varve.log.blob;

import java.io.IOException;

/// The blocks of one stored blob, each checked before it is given. For one thread.
interface BlockSource extends AutoCloseable {
    /// The stored header, which names the blob asked for.
    RecordHeader header() throws IOException;

    int blockSize();

    /// @throws dev.varve.log.StoreException.Corrupt when the block is damaged
    /// @throws java.nio.file.NoSuchFileException when the file is gone
    Block read(long number) throws IOException;

    /// How a block is stored; it is not checked.
    BlockForm form(long number) throws IOException;

    @Override
    void close() throws IOException;
}
