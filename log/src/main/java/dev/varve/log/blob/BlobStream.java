package dev.varve.log.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A range of one blob: decodes the blocks it touches, one at a time.
final class BlobStream extends InputStream {
    private final BlobReads.Cursor blob;
    private long at;
    private long left;
    private @Nullable Block block;
    private int next;

    BlobStream(BlobReads.Cursor blob, long offset, long length) {
        this.blob = blob;
        at = offset;
        left = length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        Block current = current();
        int count = (int) Math.min(Math.min(length, left), current.length() - next);
        System.arraycopy(current.bytes(), current.offset() + next, into, offset, count);
        advance(current, count);
        return count;
    }

    /// Hands on each block as it lies in memory, without a copy of it.
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long total = 0;
        while (left > 0) {
            Block current = current();
            int count = (int) Math.min(left, current.length() - next);
            out.write(current.bytes(), current.offset() + next, count);
            total += count;
            advance(current, count);
        }
        return total;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, left));
        at += skipped;
        left -= skipped;
        block = null;
        return skipped;
    }

    @Override
    public int available() {
        Block current = block;
        return current == null ? 0 : (int) Math.min(left, current.length() - next);
    }

    private Block current() {
        Block current = block;
        if (current == null) {
            current = blob.holding(at);
            next = (int) (at % blob.blockSize());
            block = current;
        }
        return current;
    }

    private void advance(Block current, int count) {
        at += count;
        left -= count;
        next += count;
        if (next == current.length()) {
            block = null;
        }
        if (left == 0) {
            close();
        }
    }

    @Override
    public void close() {
        left = 0;
        block = null;
        blob.close();
    }
}
