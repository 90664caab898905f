package dev.varve.server.s3.chunked;

import java.io.InputStream;
import java.util.Map;

/// A body that comes in aws-chunks, read as the bytes in them.
public abstract class ChunkedInput extends InputStream {
    /// What the trailer said, names in lower case, signature aside. Only after the end was read.
    public abstract Map<String, String> trailers();
}
