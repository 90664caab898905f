package dev.varve.log.blob;

/// A run of decoded, checked bytes inside a bigger array. Valid until the next block is read.
@SuppressWarnings("ArrayRecordComponent") // a window on a buffer, never compared
record Block(byte[] bytes, int offset, int length) {}
