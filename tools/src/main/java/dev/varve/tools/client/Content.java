package dev.varve.tools.client;

import dev.varve.log.Bytes;
import java.io.InputStream;
import java.nio.file.Path;

/// The body of a request.
public sealed interface Content {
    Content NONE = new Whole(Bytes.EMPTY);

    record Whole(Bytes bytes) implements Content {}

    /// Bytes of a file, which can be sent again.
    ///
    /// @param watch is told of bytes as they are read
    record Part(Path file, long offset, long length, Watch watch) implements Content {}

    /// Of unknown length, and only once.
    record Stream(InputStream in) implements Content {}

    /// Counts bytes that moved; negative where they are to move again.
    @FunctionalInterface
    interface Watch {
        Watch NONE = _ -> {};

        void moved(long bytes);
    }
}
