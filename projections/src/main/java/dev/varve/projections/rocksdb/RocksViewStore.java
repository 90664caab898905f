package dev.varve.projections.rocksdb;

import dev.varve.log.Cut;
import dev.varve.log.StoreException;
import dev.varve.projections.Overlay;
import dev.varve.projections.RowCursor;
import dev.varve.projections.RowSink;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewFormat;
import dev.varve.projections.ViewReader;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A view's rows in RocksDB: one column family per table, the cut in the default one.
///
/// The write-ahead log is off, since the journal is one. RocksDB flushes all families together, by
/// itself when its buffers are full or on [#flush()], so what a crash leaves is the exact state at
/// some cut at or after [#flushedCut()].
public final class RocksViewStore implements ViewStore {
    private static final byte[] CUT = "cut".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FORMAT = "format".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FORMAT_NOW = {ViewFormat.NOW};
    private static final Logger LOG = LoggerFactory.getLogger(RocksViewStore.class);

    private final Rocks rocks;
    private final Map<Table, ColumnFamilyHandle> families = new EnumMap<>(Table.class);
    private final Set<Table> everUsed = EnumSet.noneOf(Table.class);
    private volatile Cut cut;
    private volatile Cut flushedCut;

    public static RocksViewStore open(Path directory) {
        return open(directory, RocksConfig.DEFAULT);
    }

    public static RocksViewStore open(Path directory, RocksConfig config) {
        return open(directory, config, VolumeRoom.ENDLESS);
    }

    /// What an earlier release wrote is deleted: the view is empty then, and to be folded anew.
    public static RocksViewStore open(Path directory, RocksConfig config, VolumeRoom room) {
        Rocks rocks = Rocks.open(directory, tables(), config, room);
        try {
            if (format(rocks, directory) < ViewFormat.NOW) {
                rocks.close();
                LOG.warn("{} is of an earlier release: it is made anew", directory);
                delete(directory);
                rocks = Rocks.open(directory, tables(), config, room);
            }
            return new RocksViewStore(rocks);
        } catch (StoreException e) {
            rocks.close();
            throw e;
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete what is in " + directory, e);
        }
    }

    private static List<Family> tables() {
        return Arrays.stream(Table.values())
                .map(table -> new Family(name(table), table.growsWithObjects()))
                .toList();
    }

    private static String name(Table table) {
        return Integer.toString(table.tag());
    }

    /// Of its rows; the current one where there are none.
    private static int format(Rocks rocks, Path directory) {
        byte[] format = rocks.get(rocks.defaultFamily(), rocks.newest(), FORMAT);
        if (format == null && rocks.get(rocks.defaultFamily(), rocks.newest(), CUT) == null) {
            return ViewFormat.NOW;
        }
        if (format == null || format.length != 1 || format[0] < 1 || format[0] > ViewFormat.NOW) {
            throw new StoreException.FromTheFuture(
                    directory + " has the view format " + Arrays.toString(format));
        }
        return format[0];
    }

    private RocksViewStore(Rocks rocks) {
        this.rocks = rocks;
        for (Table table : Table.values()) {
            families.put(table, rocks.family(name(table)));
        }
        for (Table table : Table.values()) {
            noteUse(table);
        }
        this.cut = readCut(rocks.newest());
        this.flushedCut = cut;
    }

    private void noteUse(Table table) {
        try (RowCursor cursor = rocks.scan(family(table), rocks.newest())) {
            if (cursor.seek(new byte[0])) {
                everUsed.add(table);
            }
        }
    }

    Rocks rocks() {
        return rocks;
    }

    ColumnFamilyHandle family(Table table) {
        return Objects.requireNonNull(families.get(table));
    }

    Cut readCut(ReadOptions at) {
        byte[] bytes = rocks.get(rocks.defaultFamily(), at, CUT);
        return bytes == null ? Cut.EMPTY : CutCodec.read(bytes);
    }

    @Override
    public Cut cut() {
        rocks.lifetime().requireOpen();
        return cut;
    }

    @Override
    public Cut flushedCut() {
        rocks.lifetime().requireOpen();
        return flushedCut;
    }

    @Override
    public ViewSnapshot snapshot() {
        rocks.lifetime().enter();
        return new RocksSnapshot(this);
    }

    @Override
    public ViewChanges change() {
        rocks.lifetime().requireOpen();
        rocks.requireRoom();
        return new Overlay(new Newest());
    }

    @Override
    public void commit(ViewChanges changes, Cut newCut) {
        Overlay overlay = (Overlay) changes;
        rocks.lifetime().enter();
        try (WriteBatch batch = new WriteBatch()) {
            overlay.forEach(new BatchSink(batch));
            batch.put(rocks.defaultFamily(), CUT, CutCodec.bytes(newCut));
            batch.put(rocks.defaultFamily(), FORMAT, FORMAT_NOW);
            rocks.write(batch);
        } catch (RocksDBException e) {
            throw rocks.errors().of("filling a batch", e);
        } finally {
            rocks.lifetime().exit();
        }
        cut = newCut;
        overlay.clear();
    }

    @Override
    public void flush() {
        Cut before = cut;
        rocks.flush();
        flushedCut = before;
    }

    /// A failed flush is thrown after all is closed; what it left out comes back from the journal.
    @Override
    public void close() {
        rocks.flushAndClose();
    }

    /// Closes as a crash would: only what was flushed stays.
    void abandon() {
        rocks.close();
    }

    /// What the one writer sees. Looks into no table that it never put a row into: for a fold of
    /// fresh keys that is half of all reads.
    private final class Newest implements ViewReader {
        @Override
        public byte @Nullable [] get(Table table, byte[] key) {
            if (!everUsed.contains(table)) {
                rocks.lifetime().requireOpen();
                return null;
            }
            return rocks.get(family(table), rocks.newest(), key);
        }

        @Override
        public RowCursor scan(Table table) {
            return rocks.scan(family(table), rocks.newest());
        }
    }

    private final class BatchSink implements RowSink {
        private final WriteBatch batch;

        BatchSink(WriteBatch batch) {
            this.batch = batch;
        }

        @Override
        public void put(Table table, byte[] key, byte[] value) {
            everUsed.add(table);
            try {
                batch.put(family(table), key, value);
            } catch (RocksDBException e) {
                throw rocks.errors().of("filling a batch", e);
            }
        }

        @Override
        public void delete(Table table, byte[] key) {
            try {
                batch.delete(family(table), key);
            } catch (RocksDBException e) {
                throw rocks.errors().of("filling a batch", e);
            }
        }
    }
}
