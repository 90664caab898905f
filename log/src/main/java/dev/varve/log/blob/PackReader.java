package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.io.IOException;

/// Reads one record of a pack, in one go, and proves that it is the blob that was asked for.
final class PackReader implements BlockSource {
    private final PackFiles files;
    private final Layout layout;
    private final BlockDecoder decoder;
    private final BlobId id;
    private final Placement.InPack at;

    PackReader(
            PackFiles files,
            Layout layout,
            Dictionaries dictionaries,
            BlobId id,
            Placement.InPack at) {
        decoder = new BlockDecoder(dictionaries, id.domain());
        this.files = files;
        this.layout = layout;
        this.id = id;
        this.at = at;
    }

    @Override
    public int blockSize() {
        return BlobOptions.MAX_BLOCK;
    }

    @Override
    public RecordHeader header() throws IOException {
        byte[] bytes = new byte[RecordHeader.BYTES];
        if (files.read(at.pack(), at.offset(), bytes, bytes.length) < bytes.length) {
            throw corrupt("the pack ends inside a record");
        }
        return header(bytes);
    }

    /// The record as it is stored; its block is not checked yet.
    private byte[] record() throws IOException {
        if (at.storedBytes() < RecordHeader.BYTES || at.storedBytes() > largest()) {
            throw corrupt("impossible record length " + at.storedBytes());
        }
        byte[] bytes = new byte[(int) at.storedBytes()];
        if (files.read(at.pack(), at.offset(), bytes, bytes.length) < bytes.length) {
            throw corrupt("the pack ends inside a record");
        }
        return bytes;
    }

    @Override
    public Block read(long number) throws IOException {
        byte[] bytes = record();
        int frame = (int) header(bytes).storedLength();
        Block stored = new Block(bytes, BlockEncoder.FRAME_AT, frame);
        boolean packed = BlockFrame.encoding(bytes, BlockEncoder.FRAME_AT) != BlockFrame.RAW;
        byte[] scratch = new byte[packed ? (int) at.length() : 0];
        return decoder.decode(this::name, at.offset(), stored, 0, (int) at.length(), scratch);
    }

    @Override
    public BlockForm form(long number) throws IOException {
        byte[] bytes = new byte[BlockForm.BYTES];
        long frame = at.offset() + BlockEncoder.FRAME_AT;
        if (files.read(at.pack(), frame, bytes, bytes.length) < bytes.length) {
            throw corrupt("the pack ends inside a record");
        }
        return BlockForm.read(bytes, 0);
    }

    private RecordHeader header(byte[] bytes) {
        if (!RecordHeader.isIntact(bytes, 0)) {
            throw corrupt("damaged record header");
        }
        RecordHeader header = RecordHeader.read(bytes, 0);
        if (!header.id().equals(id) || header.length() != at.length()) {
            throw corrupt("holds " + header.id() + " where " + id + " should be");
        }
        if (header.paddedBytes() != at.storedBytes() || header.blocks() != 1) {
            throw corrupt("record of a wrong length");
        }
        if (header.keyId() != 0) {
            throw new StoreException.FromTheFuture(id + " is sealed under a data key");
        }
        return header;
    }

    private StoreException.Corrupt corrupt(String what) {
        return new StoreException.Corrupt(name(), at.offset(), what);
    }

    private String name() {
        return layout.name(layout.pack(at.pack()));
    }

    private static long largest() {
        return BlobOptions.MAX_BLOCK + RecordHeader.BYTES + BlockFrame.OVERHEAD + 7L;
    }

    @Override
    public void close() {}
}
