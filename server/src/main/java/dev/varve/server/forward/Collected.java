package dev.varve.server.forward;

import dev.varve.server.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The whole body of an answer, which may not be long.
final class Collected extends OutputStream {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private Collected(int most) {
        this.most = most;
    }

    /// @throws IOException where it has more bytes than `most`
    static byte[] of(HttpResponse response, int most) throws IOException {
        Collected collected = new Collected(most);
        try (HttpResponse.Content content = response.content()) {
            content.writeTo(collected);
        }
        return collected.kept.toByteArray();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > most - kept.size()) {
            throw new IOException("an answer of more than " + most + " bytes");
        }
        kept.write(bytes, offset, length);
    }
}
