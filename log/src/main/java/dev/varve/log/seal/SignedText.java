package dev.varve.log.seal;

import dev.varve.log.Hash256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The bytes a signature is made over: a purpose, so that no other signature of the key can pass for
/// one, and a hash.
enum SignedText {
    CHECKPOINT("varve journal checkpoint 1\n"),
    SNAPSHOT("varve snapshot 1\n"),
    TRIM("varve journal trim 1\n"),
    FRAME("varve frame 1\n");

    private final String purpose;

    SignedText(String purpose) {
        this.purpose = purpose;
    }

    byte[] of(Hash256 hash) {
        byte[] begin = purpose.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer text = ByteBuffer.allocate(begin.length + Hash256.BYTES).put(begin);
        hash.write(text);
        return text.array();
    }
}
