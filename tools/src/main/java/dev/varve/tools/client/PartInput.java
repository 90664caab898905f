package dev.varve.tools.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A stretch of a file. A link in its place is not followed, and a file that became shorter is an
/// error, not a shorter body.
final class PartInput extends InputStream {
    private final Content.Part part;
    private final FileChannel channel;
    private long read;

    PartInput(Content.Part part) throws IOException {
        this.part = part;
        this.channel =
                FileChannel.open(
                        part.file(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = part.length() - read;
        if (left <= 0) {
            return -1;
        }
        ByteBuffer into = ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left));
        int got = channel.read(into, part.offset() + read);
        if (got < 0) {
            throw new IOException(part.file() + " became shorter while it was read");
        }
        read += got;
        part.watch().moved(got);
        return got;
    }

    /// What is read before its end moves again in the next attempt.
    @Override
    public void close() throws IOException {
        if (read < part.length()) {
            part.watch().moved(-read);
            read = part.length();
        }
        channel.close();
    }
}
