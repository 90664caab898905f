package dev.varve.server.store;

import dev.varve.log.Slice;
import java.io.IOException;
import java.io.InputStream;
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
            current.close();
            Slice slice = left.next();
            current = reader.blob(slice).read(slice.offset(), slice.length());
            read = current.read(buffer, offset, length);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        current.close();
        reader.close();
    }
}
