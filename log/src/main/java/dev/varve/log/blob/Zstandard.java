package dev.varve.log.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;

/// Compression with contexts that are kept: making one costs more than a small block.
public final class Zstandard implements AutoCloseable {
    /// Of the bound that the format's own library gives, what does not grow with the length, at the most.
    private static final int MARGIN = 64;

    private static final int KEPT = 2 * Runtime.getRuntime().availableProcessors();
    private final ArrayBlockingQueue<ZstdCompressCtx> idle = new ArrayBlockingQueue<>(KEPT);
    private final int level;

    public Zstandard(int level) {
        this.level = level;
    }

    /// The most that bytes can become, however little they compress.
    public static int bound(int length) {
        return length + (length >> 8) + MARGIN;
    }

    /// Gives the compressed length, or -1 when it does not fit into `room`.
    public int compress(byte[] from, int offset, int length, byte[] to, int at, int room) {
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
    public static boolean decompress(byte[] from, int offset, int stored, byte[] to, int length) {
        try {
            return Zstd.decompressByteArray(to, 0, length, from, offset, stored) == length;
        } catch (ZstdException e) {
            return false;
        }
    }

    /// The same of what was compressed with a dictionary.
    static boolean decompress(
            byte[] from,
            int offset,
            int stored,
            byte[] to,
            int length,
            ZstdDictDecompress dictionary) {
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            context.loadDict(dictionary);
            return context.decompressByteArray(to, 0, length, from, offset, stored) == length;
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
