package dev.varve.server.peer;

import dev.varve.replication.Bandwidth;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that is never changed, from some byte on. It is open from the begin: so it may be deleted while
/// it is sent.
final class FileAnswer implements HttpResponse.Content {
    private static final int BUFFER = 64 << 10;

    private final FileChannel file;
    private final long from;
    private final long end;
    private final Bandwidth bandwidth;

    private FileAnswer(FileChannel file, long from, long end, Bandwidth bandwidth) {
        this.file = file;
        this.from = from;
        this.end = end;
        this.bandwidth = bandwidth;
    }

    /// Empty where there is no such file.
    ///
    /// @throws IllegalArgumentException when it has not so many bytes
    static Optional<FileAnswer> of(Path path, long from, Bandwidth bandwidth) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        long end = file.size();
        if (from >= end) {
            file.close();
            throw new IllegalArgumentException("it has " + end + " bytes");
        }
        return Optional.of(new FileAnswer(file, from, end, bandwidth));
    }

    @Override
    public long length() {
        return end - from;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long at = from;
        try {
            while (at < end) {
                buffer.clear().limit((int) Math.min(BUFFER, end - at));
                int read = file.read(buffer, at);
                if (read < 0) {
                    throw new IOException("a file became shorter while it was sent");
                }
                bandwidth.spend(read);
                out.write(buffer.array(), 0, read);
                at += read;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
