package dev.varve.log.journal;

import dev.varve.log.Envelope;
import dev.varve.log.StoreException;
import dev.varve.log.codec.RecordFormat;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Finds records in raw bytes by their magic, whatever the frames around them say.
final class RecordSearch {
    private static final int CHUNK = 4 << 20;
    private static final byte[] MAGIC =
            ByteBuffer.allocate(Integer.BYTES).putInt(RecordFormat.MAGIC).array();

    private final Path file;
    private final Predicate<Envelope> ours;

    RecordSearch(Path file, JournalIdentity identity) {
        this(file, identity::owns);
    }

    /// Takes any journal's records.
    RecordSearch(Path file) {
        this(file, _ -> true);
    }

    private RecordSearch(Path file, Predicate<Envelope> ours) {
        this.file = file;
        this.ours = ours;
    }

    /// Offset of the first record at or after `from` that passes.
    OptionalLong find(long from, Predicate<Envelope> wanted) {
        byte[] chunk = new byte[CHUNK + RecordFormat.MAX_RECORD];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = from; at < channel.size(); at += CHUNK) {
                int filled = fill(channel, chunk, at);
                int hit = search(chunk, filled, wanted);
                if (hit >= 0) {
                    return OptionalLong.of(at + hit);
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + file, e);
        }
    }

    private static int fill(FileChannel channel, byte[] chunk, long at) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(chunk);
        while (into.hasRemaining() && channel.read(into, at + into.position()) > 0) {
            // until it is full, or the file ends
        }
        Arrays.fill(chunk, into.position(), chunk.length, (byte) 0);
        return into.position();
    }

    /// Within the chunk's first part; what begins in the rest is the next chunk's.
    private int search(byte[] chunk, int filled, Predicate<Envelope> wanted) {
        int last = Math.min(filled - RecordFormat.MIN_RECORD, CHUNK - 1);
        for (int at = 0; at <= last; at++) {
            if (isMagic(chunk, at) && passes(chunk, at, wanted)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isMagic(byte[] chunk, int at) {
        return chunk[at] == MAGIC[0]
                && chunk[at + 1] == MAGIC[1]
                && chunk[at + 2] == MAGIC[2]
                && chunk[at + 3] == MAGIC[3];
    }

    private boolean passes(byte[] chunk, int at, Predicate<Envelope> wanted) {
        try {
            Envelope envelope = RecordView.at(chunk, at).envelope();
            return ours.test(envelope) && wanted.test(envelope);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
