package dev.varve.log.journal;

import dev.varve.log.StoreException;
import dev.varve.log.codec.RecordFormat;
import dev.varve.log.codec.RecordView;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Walks the frames of a segment file: a 4-byte little-endian word of length and kind before each
/// document, everything aligned to 4 bytes. For one thread.
final class FrameReader implements AutoCloseable {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD_BYTES = Integer.BYTES;
    private static final int NOT_COMPLETE = 0x80000000;
    private static final int META = 0x40000000;
    private static final int LENGTH = 0x3fffffff;
    private static final int END_OF_FILE = NOT_COMPLETE | META;

    /// How much is read ahead at most, and at first. Who reads at the heels of the writer needs little more
    /// than what it wrote last.
    private static final int BUFFER = 1 << 18;

    private static final int LEAST = 1 << 12;

    private final Path file;
    private final FileChannel channel;
    private byte[] buffer = new byte[LEAST];
    private int ahead = LEAST;
    private long bufferAt;
    private int buffered;
    private long frameAt;
    private long nextAt;
    private int length;
    private Frame last = Frame.END;

    /// What the reader came upon.
    enum Frame {
        /// A document of data; [#record()] gives it.
        DATA,
        /// Nothing was written here yet.
        END,
        /// The segment was sealed here.
        SEALED,
        /// Not a frame, or one that was not completed.
        BROKEN
    }

    FrameReader(Path file) {
        this.file = file;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot open " + file, e);
        }
    }

    Path file() {
        return file;
    }

    /// Goes on to the next data frame. After anything but [Frame#DATA] it stays where it is.
    Frame next() {
        last = advance();
        return last;
    }

    private Frame advance() {
        while (true) {
            int word = word(nextAt);
            if (word == 0 || word == END_OF_FILE) {
                frameAt = nextAt;
                return word == 0 ? Frame.END : Frame.SEALED;
            }
            frameAt = nextAt;
            length = word & LENGTH;
            boolean meta = (word & META) != 0;
            if ((word & NOT_COMPLETE) != 0 || (!meta && length > RecordFormat.MAX_RECORD)) {
                return Frame.BROKEN;
            }
            if (!meta && !isBuffered(frameAt + WORD_BYTES, length)) {
                return Frame.BROKEN;
            }
            nextAt = align(frameAt + WORD_BYTES + length);
            if (!meta) {
                return Frame.DATA;
            }
        }
    }

    /// The record in the frame that [#next()] came upon, until it is called again.
    ///
    /// @throws StoreException.Corrupt when it is not whole and right
    RecordView record() {
        try {
            int from = Math.toIntExact(frameAt + WORD_BYTES - bufferAt);
            return RecordView.of(buffer, from, length);
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt(
                    file.toString(), frameAt, String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether the last [#next()] came upon a frame that was not completed.
    boolean atBrokenFrame() {
        return last == Frame.BROKEN;
    }

    /// Where the frame is that [#next()] came upon.
    long offset() {
        return frameAt;
    }

    /// Where the frame after it begins.
    long end() {
        return nextAt;
    }

    /// Goes to a frame, and forgets what was read ahead.
    void seek(long offset) {
        nextAt = offset;
        frameAt = offset;
        buffered = 0;
        ahead = LEAST;
    }

    /// Reads the same frame again: what was read ahead may have been written since.
    void again() {
        seek(frameAt);
    }

    private int word(long at) {
        return isBuffered(at, WORD_BYTES) ? (int) WORD.get(buffer, (int) (at - bufferAt)) : 0;
    }

    private boolean isBuffered(long at, int bytes) {
        if (at >= bufferAt && at + bytes <= bufferAt + buffered) {
            return true;
        }
        fill(at, bytes);
        return buffered >= bytes;
    }

    private void fill(long at, int bytes) {
        int wanted = Math.max(bytes, ahead);
        if (wanted > buffer.length) {
            buffer = new byte[wanted];
        }
        ahead = Math.min(BUFFER, ahead * 4);
        bufferAt = at;
        buffered = 0;
        try {
            ByteBuffer into = ByteBuffer.wrap(buffer, 0, wanted);
            while (into.hasRemaining() && channel.read(into, at + into.position()) > 0) {
                buffered = into.position();
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + file, e);
        }
    }

    private static long align(long offset) {
        return (offset + WORD_BYTES - 1) & -WORD_BYTES;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot close " + file, e);
        }
    }
}
