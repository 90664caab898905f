package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Packs open for reading. A channel may be closed under a reader (an interrupted reader closes it
/// for all, a compacted pack is deleted, the cache is full): the reader opens the pack again.
final class PackFiles implements AutoCloseable {
    private static final int ATTEMPTS = 100;
    private final ConcurrentHashMap<Integer, FileChannel> channels = new ConcurrentHashMap<>();
    private final Layout layout;
    private final int limit;

    PackFiles(Layout layout, int limit) {
        this.layout = layout;
        this.limit = limit;
    }

    /// Fills `into` from `offset` on; gives how many bytes there were.
    ///
    /// @throws java.nio.file.NoSuchFileException when the pack is gone
    int read(int pack, long offset, byte[] into, int length) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileChannel channel = open(pack);
            try {
                return readFully(channel, offset, ByteBuffer.wrap(into, 0, length));
            } catch (ClosedByInterruptException e) {
                forget(pack, channel);
                throw new StoreException.Failed("interrupted while reading pack " + pack, e);
            } catch (ClosedChannelException e) {
                forget(pack, channel);
            }
        }
        throw new StoreException.Failed("pack " + pack + " is closed again and again");
    }

    static int readFully(FileChannel channel, long offset, ByteBuffer into) throws IOException {
        int begin = into.position();
        while (into.hasRemaining()) {
            int count = channel.read(into, offset + into.position() - begin);
            if (count < 0) {
                break;
            }
        }
        return into.position() - begin;
    }

    private FileChannel open(int pack) throws IOException {
        FileChannel known = channels.get(pack);
        if (known != null) {
            return known;
        }
        FileChannel opened = FileChannel.open(layout.pack(pack), StandardOpenOption.READ);
        FileChannel raced = channels.putIfAbsent(pack, opened);
        if (raced != null) {
            opened.close();
            return raced;
        }
        if (channels.size() > limit) {
            evictOther(pack);
        }
        return opened;
    }

    private void evictOther(int pack) throws IOException {
        for (Integer other : channels.keySet()) {
            if (other != pack) {
                forget(other);
                return;
            }
        }
    }

    /// Lets go of packs that somebody took away: their bytes would be read on until the next start.
    void forgetMissing() throws IOException {
        for (Integer pack : channels.keySet()) {
            if (Files.notExists(layout.pack(pack))) {
                forget(pack);
            }
        }
    }

    /// Closes a pack that is about to be deleted.
    void forget(int pack) throws IOException {
        close(channels.remove(pack));
    }

    private void forget(int pack, FileChannel channel) throws IOException {
        channels.remove(pack, channel);
        channel.close();
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Integer pack : channels.keySet()) {
            forget(pack);
        }
    }
}
