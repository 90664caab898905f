package dev.varve.server.store;

import dev.varve.log.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;

/// The bytes of slices one after the other. Closing it gives the pins back.
final class SliceStream extends InputStream {
    private final SliceReader reader;
    private final Iterator<Slice> left;
    private InputStream current = InputStream.nullInputStream();

    SliceStream(SliceReader reader) {
        this.reader = reader;
        this.left = reader.slices().iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = current.read(buffer, offset, length);
        while (read < 0 && left.hasNext()) {
            next();
            read = current.read(buffer, offset, length);
        }
        return read;
    }

    /// As [InputStream#transferTo], but blocks go out as they lie in memory.
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long total = current.transferTo(out);
        while (left.hasNext()) {
            next();
            total += current.transferTo(out);
        }
        return total;
    }

    private void next() throws IOException {
        current.close();
        Slice slice = left.next();
        current = reader.blob(slice).read(slice.offset(), slice.length());
    }

    @Override
    public void close() throws IOException {
        current.close();
        reader.close();
    }
}
