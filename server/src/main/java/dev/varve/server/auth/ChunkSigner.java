package dev.varve.server.auth;

/// The chain of signatures over the chunks of one body. Each answer depends on all before it.
public interface ChunkSigner {
    /// Whether `signature` (hex) is right for the next chunk, whose bytes have this SHA-256.
    boolean acceptsChunk(String signature, byte[] sha256);

    /// Whether `signature` is right for the trailer: its lines as `name:value\n`, in order.
    boolean acceptsTrailer(String signature, byte[] sha256OfLines);
}
