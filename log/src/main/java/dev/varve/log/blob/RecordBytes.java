package dev.varve.log.blob;

/// A pack record that is already in memory.
final class RecordBytes implements BlockSource {
    private final RecordHeader header;
    private final byte[] bytes;
    private final int offset;
    private final String file;

    RecordBytes(RecordHeader header, byte[] bytes, int offset, String file) {
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
        return BlockDecoder.decode(file, offset, frame, number, length, new byte[length]);
    }

    @Override
    public void close() {}
}
