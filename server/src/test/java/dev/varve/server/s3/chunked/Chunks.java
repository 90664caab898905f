package dev.varve.server.s3.chunked;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// Bodies in chunks, as clients write them.
final class Chunks {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Unsigned chunks of any size.
    static byte[] unsigned(byte[] data, Random random, String trailer) {
        Chunks chunks = new Chunks();
        for (int at = 0; at < data.length; ) {
            int size = Math.min(data.length - at, 1 + random.nextInt(20_000));
            chunks.text(Integer.toHexString(size) + "\r\n");
            chunks.bytes(Arrays.copyOfRange(data, at, at + size)).text("\r\n");
            at += size;
        }
        return chunks.text("0\r\n" + trailer + "\r\n").done();
    }

    Chunks chunk(byte[] data, String signature) {
        text(Integer.toHexString(data.length) + ";chunk-signature=" + signature + "\r\n");
        return bytes(data).text("\r\n");
    }

    /// @param end what follows: trailers, and the last empty line
    Chunks last(String signature, String end) {
        return text("0;chunk-signature=" + signature + "\r\n" + end);
    }

    private Chunks bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private Chunks text(String text) {
        return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Whether a change from one byte to the other is none: sizes and names have no case, and blanks
    /// at the end of a trailer are no part of it.
    static boolean isSame(byte[] raw, int at, byte other) {
        if (raw[at] == '\r') {
            return other == '\t' || other == ' ';
        }
        int start = at;
        while (start > 0 && raw[start - 1] != '\n') {
            start--;
        }
        String before = new String(raw, start, at - start, StandardCharsets.ISO_8859_1);
        return (raw[at] ^ other) == 0x20
                && Character.isLetter(raw[at])
                && before.indexOf(':') < 0
                && before.indexOf('=') < 0;
    }

    byte[] done() {
        return out.toByteArray();
    }
}
