package dev.varve.log.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/// Makes frames of blocks in the background: compressed at a higher level, with or without a
/// dictionary, or raw where that is no larger. For one thread.
final class TunedEncoder implements AutoCloseable {
    private static final int PAYLOAD_AT = BlockEncoder.FRAME_AT + BlockFrame.HEAD;
    private static final int ROOM = PAYLOAD_AT + TunedBlock.BYTES + BlockFrame.TAIL + 7;

    private final TunedBlock form;
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final @Nullable ZstdDictCompress digested;
    private byte[] buffer = new byte[0];

    /// @param dictionary null for none
    TunedEncoder(int level, @Nullable DictionaryFile dictionary) {
        form = new TunedBlock(level, dictionary == null ? 0 : dictionary.id());
        context.setLevel(level);
        digested = dictionary == null ? null : new ZstdDictCompress(dictionary.content(), level);
        if (digested != null) {
            context.loadDict(digested);
        }
    }

    int dictionary() {
        return form.dictionary();
    }

    /// What the bytes compress to, their own length where that is no smaller.
    int compressedLength(Block plain) {
        int stored = compress(plain);
        return stored < 0 ? plain.length() : stored;
    }

    /// Gives the frame's length; it is in [#frame()] from [BlockEncoder#FRAME_AT] on.
    int encode(Block plain, long number) {
        int stored = compress(plain);
        if (stored < 0) {
            System.arraycopy(plain.bytes(), plain.offset(), buffer, PAYLOAD_AT, plain.length());
            return BlockFrame.close(
                    buffer, BlockEncoder.FRAME_AT, plain.length(), BlockFrame.RAW, number);
        }
        form.write(buffer, PAYLOAD_AT);
        return BlockFrame.close(
                buffer, BlockEncoder.FRAME_AT, stored + TunedBlock.BYTES, BlockFrame.TUNED, number);
    }

    private int compress(Block plain) {
        if (buffer.length < ROOM + plain.length()) {
            buffer = new byte[ROOM + plain.length()];
        }
        int room = plain.length() - TunedBlock.BYTES - 1;
        if (room <= 0) {
            return -1;
        }
        try {
            return context.compressByteArray(
                    buffer,
                    PAYLOAD_AT + TunedBlock.BYTES,
                    room,
                    plain.bytes(),
                    plain.offset(),
                    plain.length());
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
        }
    }

    byte[] frame() {
        return buffer;
    }

    @Override
    public void close() {
        context.close();
        if (digested != null) {
            digested.close();
        }
    }
}
