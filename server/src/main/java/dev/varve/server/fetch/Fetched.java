package dev.varve.server.fetch;

import java.io.InputStream;
import java.util.Optional;

/// An answer whose body is to be read. Close it: it holds a connection, and one of the fetches that may run
/// at a time.
///
/// @param bytes throws [FetchFailure]
/// @param length -1 where the server does not say
/// @param contentEncoding what the bytes are still encoded with: nothing is decoded here
public record Fetched(
        InputStream bytes,
        long length,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        Runnable release)
        implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
