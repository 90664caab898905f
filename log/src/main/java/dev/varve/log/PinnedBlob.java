package dev.varve.log;

import java.io.InputStream;

/// A blob that cannot go away until this pin is closed. Closing twice does nothing.
public interface PinnedBlob extends AutoCloseable {
    BlobId id();

    long length();

    /// The bytes of a range, each block checked before any of it is given out. The stream throws
    /// [StoreException.Corrupt] at a bad block, which is then quarantined.
    InputStream read(long offset, long length);

    @Override
    void close();
}
