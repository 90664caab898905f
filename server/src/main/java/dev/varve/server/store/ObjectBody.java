package dev.varve.server.store;

import dev.varve.projections.objects.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A version found for reading, and the bytes asked for. Close it: it keeps them from reclaim.
///
/// @param range what of the object [#bytes()] gives
public record ObjectBody(Version version, ByteRange.Resolved range, InputStream bytes)
        implements AutoCloseable {
    /// All the bytes asked for, for objects that fit in memory.
    public byte[] readAll() {
        try (InputStream in = bytes) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
