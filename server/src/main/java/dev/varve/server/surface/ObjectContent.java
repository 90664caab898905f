package dev.varve.server.surface;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ObjectBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/// An object's bytes on their way out. Holds them from reclaim until it is closed.
public record ObjectContent(ObjectBody body) implements HttpResponse.Content {
    @Override
    public long length() {
        return body.range().length();
    }

    /// @throws EOFException when there are not [#length()] bytes, so that nobody takes a
    ///     torn object for a whole one
    @Override
    public void writeTo(OutputStream out) throws IOException {
        long sent = body.bytes().transferTo(out);
        if (sent != length()) {
            throw new EOFException("an object gave " + sent + " of " + length() + " bytes");
        }
    }

    @Override
    public void close() {
        body.close();
    }

    /// What HEAD tells of it.
    public static HttpResponse.Content lengthOnly(long length) {
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
