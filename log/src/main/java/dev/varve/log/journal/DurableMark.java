package dev.varve.log.journal;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The durable position, written after each sync and never forced itself: exact after the process
/// died, a lower bound after the machine did. It tells a torn tail from a damaged one.
final class DurableMark implements AutoCloseable {
    static final String FILE = "durable";
    private static final int BYTES = 2 * Long.BYTES;

    private final Path file;
    private final FileChannel channel;

    DurableMark(Path directory) throws IOException {
        file = directory.resolve(FILE);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /// [Position#NONE] when nothing is known.
    static Position read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file) || Files.size(file) != BYTES) {
            return Position.NONE;
        }
        ByteReader in = new ByteReader(Files.readAllBytes(file));
        long value = in.i64();
        boolean right = in.i64() == ~value && value >= Position.NONE.value();
        return right ? new Position(value) : Position.NONE;
    }

    void write(Position durable) throws IOException {
        ByteWriter out = new ByteWriter().i64(durable.value()).i64(~durable.value());
        channel.write(ByteBuffer.wrap(out.toArray()), 0);
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
