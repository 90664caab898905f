package dev.varve.log.seal;

import dev.varve.log.Hash256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The bytes a checkpoint's signature is made over: a purpose, so that no other signature of the
/// key can pass for one, and the root.
final class CheckpointText {
    private static final byte[] PURPOSE =
            "varve journal checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);

    private CheckpointText() {}

    static byte[] of(Hash256 root) {
        ByteBuffer text = ByteBuffer.allocate(PURPOSE.length + Hash256.BYTES).put(PURPOSE);
        root.write(text);
        return text.array();
    }
}
