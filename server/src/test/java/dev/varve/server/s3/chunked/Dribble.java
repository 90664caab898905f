package dev.varve.server.s3.chunked;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/// Bytes that arrive in pieces of any size.
final class Dribble extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Random random;

    Dribble(byte[] bytes, Random random) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.random = random;
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return bytes.read(target, offset, piece(random, length));
    }

    /// Reads all there is, in pieces of any size.
    static byte[] readAll(InputStream in, Random random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[20_000];
        while (true) {
            int read = in.read(buffer, 0, piece(random, buffer.length));
            if (read < 0) {
                return out.toByteArray();
            }
            out.write(buffer, 0, read);
        }
    }

    private static int piece(Random random, int most) {
        return 1 + random.nextInt(random.nextBoolean() ? Math.min(most, 3) : most);
    }
}
