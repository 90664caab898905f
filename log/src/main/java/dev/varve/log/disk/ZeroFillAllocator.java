package dev.varve.log.disk;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where there is no `fallocate`: writes zeros beyond the end of the file. Holes before the end
/// stay holes, so callers must allocate ahead of every write.
final class ZeroFillAllocator implements Allocator {
    private static final int CHUNK = 1 << 16;

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        long end = offset + length;
        if (end < 0) {
            throw new IllegalArgumentException("no such range: " + offset + "+" + length);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            checkSpace(file, end - channel.size());
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
            for (long at = channel.size(); at < end; ) {
                zeros.clear().limit((int) Math.min(CHUNK, end - at));
                at += channel.write(zeros, at);
            }
        }
    }

    private static void checkSpace(Path file, long more) throws IOException {
        if (more > Files.getFileStore(file).getUsableSpace()) {
            throw new StoreException.OutOfSpace("no space for " + more + " bytes in " + file);
        }
    }
}
