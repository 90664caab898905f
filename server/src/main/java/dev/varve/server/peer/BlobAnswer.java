package dev.varve.server.peer;

import dev.varve.log.PinnedBlob;
import dev.varve.replication.Bandwidth;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/// A blob, from some byte on, for a member that lacks it. Each block is checked before it goes out.
final class BlobAnswer implements HttpResponse.Content {
    private static final int BUFFER = 64 << 10;

    private final PinnedBlob blob;
    private final long from;
    private final Bandwidth bandwidth;

    BlobAnswer(PinnedBlob blob, long from, Bandwidth bandwidth) {
        this.blob = blob;
        this.from = from;
        this.bandwidth = bandwidth;
    }

    @Override
    public long length() {
        return blob.length() - from;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = blob.read(from, length())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bandwidth.spend(read);
                out.write(buffer, 0, read);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }

    @Override
    public void close() {
        blob.close();
    }
}
