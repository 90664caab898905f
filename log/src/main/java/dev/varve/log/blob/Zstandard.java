package dev.varve.log.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;

/// Compression with contexts that are kept: making one costs more than a small block.
final class Zstandard implements AutoCloseable {
    private static final int KEPT = 2 * Runtime.getRuntime().availableProcessors();
    private final ArrayBlockingQueue<ZstdCompressCtx> idle = new ArrayBlockingQueue<>(KEPT);
    private final int level;

    Zstandard(int level) {
        this.level = level;
    }

    /// Gives the compressed length, or -1 when it does not fit into `room`.
    int compress(byte[] from, int offset, int length, byte[] to, int at, int room) {
        ZstdCompressCtx context = take();
        try {
            return context.compressByteArray(to, at, room, from, offset, length);
        } catch (ZstdException e) {
            return tooLong(e);
        } finally {
            if (!idle.offer(context)) {
                context.close();
            }
        }
    }

    private static int tooLong(ZstdException e) {
        if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
            return -1;
        }
        throw e;
    }

    /// Whether exactly `length` bytes came out.
    static boolean decompress(byte[] from, int offset, int stored, byte[] to, int length) {
        try {
            return Zstd.decompressByteArray(to, 0, length, from, offset, stored) == length;
        } catch (ZstdException e) {
            return false;
        }
    }

    private ZstdCompressCtx take() {
        ZstdCompressCtx kept = idle.poll();
        return kept != null ? kept : new ZstdCompressCtx().setLevel(level);
    }

    @Override
    public void close() {
        for (ZstdCompressCtx kept = idle.poll(); kept != null; kept = idle.poll()) {
            kept.close();
        }
    }
}
