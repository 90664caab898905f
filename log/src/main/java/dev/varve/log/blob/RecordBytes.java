package dev.varve.log.blob;

/// A pack record that is already in memory.
final class RecordBytes implements BlockSource {
    private final RecordHeader header;
    private final byte[] bytes;
    private final int offset;
    private final String file;
    private final BlockDecoder decoder;

    RecordBytes(
            RecordHeader header, byte[] bytes, int offset, String file, Dictionaries dictionaries) {
        decoder = new BlockDecoder(dictionaries, header.id().domain());
        this.header = header;
        this.bytes = bytes;
        this.offset = offset;
        this.file = file;
    }

    @Override
    public RecordHeader header() {
        return header;
    }

    @Override
    public int blockSize() {
        return header.blockSize();
    }

    @Override
    public Block read(long number) {
        Block frame = new Block(bytes, offset + BlockEncoder.FRAME_AT, (int) header.storedLength());
        int length = (int) header.length();
        return decoder.decode(() -> file, offset, frame, number, length, new byte[length]);
    }

    @Override
    public BlockForm form(long number) {
        return BlockForm.read(bytes, offset + BlockEncoder.FRAME_AT);
    }

    @Override
    public void close() {}
}
