package dev.varve.log.blob;

/// How a block is stored.
///
/// @param tuned where it was compressed in the background; level 0 elsewhere
record BlockForm(int encoding, TunedBlock tuned) {
    /// Bytes of a frame that tell it.
    static final int BYTES = BlockFrame.HEAD + TunedBlock.BYTES;

    /// @param bytes hold as many of the frame from `offset` on
    static BlockForm read(byte[] bytes, int offset) {
        int encoding = BlockFrame.encoding(bytes, offset);
        boolean isTuned = encoding == BlockFrame.TUNED;
        return new BlockForm(
                encoding,
                isTuned ? TunedBlock.read(bytes, offset + BlockFrame.HEAD) : new TunedBlock(0, 0));
    }
}
