package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ObjectBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// An object's bytes on their way out. Holds them from reclaim until it is closed.
record ObjectContent(ObjectBody body) implements HttpResponse.Content {
    private static final int BUFFER = 256 * 1024;

    @Override
    public long length() {
        return body.range().length();
    }

    /// @throws EOFException when there are fewer bytes than [#length()], so that nobody takes a
    ///     torn object for a whole one
    @Override
    public void writeTo(OutputStream out) throws IOException {
        long left = length();
        byte[] buffer = new byte[Math.clamp(left, 1, BUFFER)];
        InputStream in = body.bytes();
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException(left + " bytes of an object are missing");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    @Override
    public void close() {
        body.close();
    }

    /// What HEAD tells of it.
    static HttpResponse.Content lengthOnly(long length) {
        return new HttpResponse.Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) {}
        };
    }
}
