package dev.varve.projections.rocksdb;

import dev.varve.log.Bytes;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Consumer state in a RocksDB of its own: the one whose log is on, and synced with every write.
/// Keys are the length of the space's name, the name, and the row's key.
public final class RocksStateStore implements StateStore {
    private static final long MIB = 1 << 20;
    private static final RocksConfig MEMORY = new RocksConfig(4 * MIB, 8 * MIB);

    /// So that files of the log go, and that its flushes find room.
    private static final long FLUSH_AFTER = MIB;

    private static final String STATE = "state";
    private static final String ABOUT = "about";
    private static final byte[] FORMAT = "format".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEGUN = "begun".getBytes(StandardCharsets.UTF_8);
    private static final byte VERSION = 1;

    private final Rocks rocks;
    private final ColumnFamilyHandle rows;
    private final Position begun;

    /// @param end where the journal ends now, asked where there is no state yet
    public static RocksStateStore open(Path directory, VolumeRoom room, Supplier<Position> end) {
        return open(directory, MEMORY, room, end);
    }

    static RocksStateStore open(
            Path directory, RocksConfig config, VolumeRoom room, Supplier<Position> end) {
        Rocks rocks = Rocks.open(directory, List.of(Family.of(STATE)), config, room);
        try {
            return new RocksStateStore(directory, rocks, end);
        } catch (RuntimeException e) { // nothing must stay locked
            rocks.close();
            throw e;
        }
    }

    private RocksStateStore(Path directory, Rocks rocks, Supplier<Position> end) {
        this.rocks = rocks;
        this.rows = rocks.family(STATE);
        byte[] format = get(ABOUT, FORMAT);
        if (format == null) {
            byte[] now = ByteBuffer.allocate(Long.BYTES).putLong(end.get().value()).array();
            write(new StateBatch().put(ABOUT, FORMAT, new byte[] {VERSION}).put(ABOUT, BEGUN, now));
        } else if (format.length != 1 || format[0] != VERSION) {
            throw new StoreException.FromTheFuture(directory + " is of a later format");
        }
        byte[] value = get(ABOUT, BEGUN);
        if (value == null || value.length != Long.BYTES) {
            throw new StoreException.Corrupt(directory.toString(), 0, "no row that says its begin");
        }
        this.begun = new Position(ByteBuffer.wrap(value).getLong());
    }

    @Override
    public byte @Nullable [] get(String space, byte[] key) {
        return rocks.get(rows, rocks.newest(), key(space, key));
    }

    @Override
    public void scan(String space, byte[] from, RowVisitor visitor) {
        byte[] prefix = key(space, new byte[0]);
        try (RocksCursor cursor = rocks.scan(rows, rocks.newest())) {
            boolean on = cursor.seek(key(space, from));
            while (on && Bytes.startsWith(cursor.key(), prefix)) {
                byte[] key = cursor.key();
                on =
                        visitor.visit(
                                        Arrays.copyOfRange(key, prefix.length, key.length),
                                        cursor.value())
                                && cursor.next();
            }
        }
    }

    @Override
    public synchronized void write(StateBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        rocks.requireRoom();
        rocks.lifetime().enter();
        try (WriteBatch rocksBatch = new WriteBatch()) {
            batch.<RocksDBException>forEach(
                    (space, key, value) -> add(rocksBatch, key(space, key), value));
            rocks.writeSynced(rocksBatch);
        } catch (RocksDBException e) {
            throw rocks.errors().of("filling a batch", e);
        } finally {
            rocks.lifetime().exit();
        }
        if (rocks.unflushed() > FLUSH_AFTER) {
            rocks.flush();
        }
    }

    private void add(WriteBatch batch, byte[] key, byte @Nullable [] value)
            throws RocksDBException {
        if (value == null) {
            batch.delete(rows, key);
        } else {
            batch.put(rows, key, value);
        }
    }

    private static byte[] key(String space, byte[] key) {
        byte[] name = space.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + name.length + key.length)
                .put((byte) name.length)
                .put(name)
                .put(key)
                .array();
    }

    @Override
    public Position begun() {
        return begun;
    }

    /// Its log has everything; nothing needs to be flushed.
    @Override
    public void close() {
        rocks.close();
    }
}
