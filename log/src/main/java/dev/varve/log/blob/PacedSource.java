package dev.varve.log.blob;

import dev.varve.log.Pace;
import java.io.IOException;

/// Reads blocks no faster than it may. Closing it leaves the source open.
record PacedSource(BlockSource source, Pace pace) implements BlockSource {
    @Override
    public RecordHeader header() throws IOException {
        return source.header();
    }

    @Override
    public int blockSize() {
        return source.blockSize();
    }

    @Override
    public Block read(long number) throws IOException {
        Block block = source.read(number);
        pace.took(block.length());
        return block;
    }

    @Override
    public BlockForm form(long number) throws IOException {
        return source.form(number);
    }

    @Override
    public void close() {}
}
