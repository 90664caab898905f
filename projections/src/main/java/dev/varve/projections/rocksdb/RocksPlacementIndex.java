package dev.varve.projections.rocksdb;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import dev.varve.log.blob.Placement;
import dev.varve.log.blob.PlacementCodec;
import dev.varve.log.blob.PlacementIndex;
import dev.varve.log.blob.Tally;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Where blobs are, in a RocksDB of its own. No write-ahead log here either: the packs say again
/// what a crash left out.
public final class RocksPlacementIndex implements PlacementIndex {
    private static final long MIB = 1 << 20;
    private static final RocksConfig MEMORY = new RocksConfig(32 * MIB, 16 * MIB);
    private static final String PLACEMENTS = "placements";
    private static final String TALLIES = "tallies";
    private static final byte[] START = {};
    private final Rocks rocks;
    private final ColumnFamilyHandle placements;
    private final ColumnFamilyHandle tallies;

    public static RocksPlacementIndex open(Path directory) {
        return open(directory, MEMORY);
    }

    public static RocksPlacementIndex open(Path directory, RocksConfig config) {
        return open(directory, config, VolumeRoom.ENDLESS);
    }

    public static RocksPlacementIndex open(Path directory, RocksConfig config, VolumeRoom room) {
        return new RocksPlacementIndex(
                Rocks.open(
                        directory,
                        List.of(Family.growing(PLACEMENTS), Family.of(TALLIES)),
                        config,
                        room));
    }

    private RocksPlacementIndex(Rocks rocks) {
        this.rocks = rocks;
        this.placements = rocks.family(PLACEMENTS);
        this.tallies = rocks.family(TALLIES);
    }

    @Override
    public Optional<Placement> find(BlobId id) {
        return Optional.ofNullable(rocks.get(placements, rocks.newest(), PlacementCodec.key(id)))
                .map(value -> PlacementCodec.decode(id, value));
    }

    @Override
    public void requireRoom() {
        rocks.requireRoom();
    }

    @Override
    public void apply(Changes changes) {
        rocks.lifetime().enter();
        try (WriteBatch batch = new WriteBatch()) {
            fill(batch, changes);
            rocks.write(batch);
        } catch (RocksDBException e) {
            throw rocks.errors().of("filling a batch", e);
        } finally {
            rocks.lifetime().exit();
        }
    }

    private void fill(WriteBatch batch, Changes changes) throws RocksDBException {
        for (Map.Entry<BlobId, Placement> put : changes.puts().entrySet()) {
            byte[] key = PlacementCodec.key(put.getKey());
            batch.put(placements, key, PlacementCodec.encode(put.getKey(), put.getValue()));
        }
        for (BlobId id : changes.removals()) {
            batch.delete(placements, PlacementCodec.key(id));
        }
        for (Map.Entry<Integer, Tally> tally : changes.tallies().entrySet()) {
            byte[] value = PlacementCodec.encode(tally.getKey(), tally.getValue());
            batch.put(tallies, shelfKey(tally.getKey()), value);
        }
        for (int shelf : changes.droppedShelves()) {
            batch.delete(tallies, shelfKey(shelf));
        }
    }

    private static byte[] shelfKey(int shelf) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(shelf).array();
    }

    @Override
    public Map<Integer, Tally> tallies() {
        Map<Integer, Tally> found = new HashMap<>();
        try (RocksCursor cursor = rocks.scan(tallies, rocks.newest())) {
            for (boolean on = cursor.seek(START); on; on = cursor.next()) {
                int shelf = ByteBuffer.wrap(sized(cursor.key(), Integer.BYTES)).getInt();
                found.put(shelf, PlacementCodec.decodeTally(shelf, cursor.value()));
            }
        }
        return found;
    }

    @Override
    public void forEach(BiConsumer<BlobId, Placement> each) {
        try (RocksCursor cursor = rocks.scan(placements, rocks.newest())) {
            for (boolean on = cursor.seek(START); on; on = cursor.next()) {
                BlobId id = PlacementCodec.blobId(sized(cursor.key(), PlacementCodec.KEY_BYTES));
                each.accept(id, PlacementCodec.decode(id, cursor.value()));
            }
        }
    }

    @Override
    public List<BlobId> page(@Nullable BlobId after, int limit) {
        List<BlobId> found = new ArrayList<>();
        byte[] start = after == null ? START : PlacementCodec.key(after);
        try (RocksCursor cursor = rocks.scan(placements, rocks.newest())) {
            boolean on = cursor.seek(start);
            while (on && found.size() < limit) {
                BlobId id = PlacementCodec.blobId(sized(cursor.key(), PlacementCodec.KEY_BYTES));
                if (!id.equals(after)) {
                    found.add(id);
                }
                on = cursor.next();
            }
        }
        return found;
    }

    private static byte[] sized(byte[] key, int length) {
        if (key.length != length) {
            throw new StoreException.Corrupt("placement index", 0, "a key of " + key.length);
        }
        return key;
    }

    @Override
    public void flush() {
        rocks.flush();
    }

    /// A failed flush is thrown after all is closed; what it left out comes back from the packs.
    @Override
    public void close() {
        rocks.flushAndClose();
    }

    /// Closes as a crash would: only what was flushed stays.
    void abandon() {
        rocks.close();
    }
}
