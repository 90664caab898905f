package dev.varve.projections.rocksdb;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// One open database with a fixed set of column families, all flushed together.
final class Rocks {
    private static final String CURRENT = "CURRENT";
    private final RocksErrors errors;
    private final RocksOptions options;
    private final Unflushed unflushed;
    private final RocksDB db;
    private final Map<String, ColumnFamilyHandle> families = new HashMap<>();
    private final Lifetime lifetime;

    /// @param tables every family but the default one, which is always there
    static Rocks open(Path directory, List<Family> tables, RocksConfig config, VolumeRoom room) {
        NativeLibrary.load(directory.toAbsolutePath());
        RocksErrors errors = new RocksErrors(directory);
        RocksOptions options = new RocksOptions(config);
        try {
            Files.createDirectories(directory);
            requireKnown(directory, tables, errors);
            Unflushed unflushed = new Unflushed(directory, room, config.writeBufferBytes());
            return new Rocks(directory, tables, options, errors, unflushed);
        } catch (RocksDBException e) {
            options.close();
            throw errors.of("opening", e);
        } catch (IOException e) {
            options.close();
            throw new StoreException.Failed("cannot use " + directory, e);
        } catch (StoreException e) {
            options.close();
            throw e;
        }
    }

    private static void requireKnown(Path directory, List<Family> tables, RocksErrors errors)
            throws IOException {
        if (!Files.exists(directory.resolve(CURRENT))) {
            requireNoTables(directory);
            return;
        }
        Set<String> unknown = new HashSet<>();
        try (Options plain = new Options()) {
            RocksDB.listColumnFamilies(plain, directory.toString())
                    .forEach(name -> unknown.add(new String(name, StandardCharsets.UTF_8)));
        } catch (RocksDBException e) {
            throw errors.of("reading the tables", e);
        }
        tables.forEach(table -> unknown.remove(table.name()));
        unknown.remove(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
        if (!unknown.isEmpty()) {
            throw new StoreException.FromTheFuture(directory + " has unknown tables " + unknown);
        }
    }

    /// Without its root file RocksDB would begin anew and delete the rest.
    private static void requireNoTables(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(file -> file.toString().endsWith(".sst"))) {
                throw new StoreException.Corrupt(
                        directory.resolve(CURRENT).toString(), 0, "missing beside its tables");
            }
        }
    }

    private Rocks(
            Path directory,
            List<Family> tables,
            RocksOptions options,
            RocksErrors errors,
            Unflushed unflushed)
            throws RocksDBException {
        this.unflushed = unflushed;
        this.options = options;
        this.errors = errors;
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.family(false)));
        for (Family table : tables) {
            descriptors.add(
                    new ColumnFamilyDescriptor(
                            table.name().getBytes(StandardCharsets.UTF_8),
                            options.family(table.growing())));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = RocksDB.open(options.db(), directory.toString(), descriptors, handles);
        for (int i = 0; i < handles.size(); i++) {
            String name = new String(descriptors.get(i).getName(), StandardCharsets.UTF_8);
            families.put(name, handles.get(i));
        }
        lifetime = new Lifetime(directory.toString(), this::dispose);
    }

    RocksErrors errors() {
        return errors;
    }

    Lifetime lifetime() {
        return lifetime;
    }

    ReadOptions newest() {
        return options.read();
    }

    ColumnFamilyHandle family(String name) {
        ColumnFamilyHandle handle = families.get(name);
        if (handle == null) {
            throw new IllegalArgumentException("no table " + name);
        }
        return handle;
    }

    ColumnFamilyHandle defaultFamily() {
        return db.getDefaultColumnFamily();
    }

    RocksDB db() {
        return db;
    }

    byte @Nullable [] get(ColumnFamilyHandle family, ReadOptions at, byte[] key) {
        lifetime.enter();
        try {
            return db.get(family, at, key);
        } catch (RocksDBException e) {
            throw errors.of("a read", e);
        } finally {
            lifetime.exit();
        }
    }

    RocksCursor scan(ColumnFamilyHandle family, ReadOptions at) {
        lifetime.enter();
        return new RocksCursor(this, db.newIterator(family, at));
    }

    void write(WriteBatch batch) {
        write(batch, options.write());
    }

    /// The same, and it survives a crash as soon as this returns.
    void writeSynced(WriteBatch batch) {
        write(batch, options.writeSynced());
    }

    private void write(WriteBatch batch, WriteOptions how) {
        lifetime.enter();
        try {
            db.write(how, batch);
            unflushed.add(batch.getDataSize());
        } catch (RocksDBException e) {
            throw errors.of("a write", e);
        } finally {
            lifetime.exit();
        }
    }

    /// Bytes that are in memory alone, or in a log.
    long unflushed() {
        return unflushed.get();
    }

    /// Before anything is promised that a write must then keep.
    ///
    /// @throws StoreException.OutOfSpace when the volume is too full for more rows
    void requireRoom() {
        unflushed.requireRoomForMore();
    }

    /// All families together, and waits until they are in synced files.
    ///
    /// @throws StoreException.OutOfSpace when there is no room; the rows stay in memory then
    void flush() {
        lifetime.enter();
        try {
            unflushed.requireRoomToFlush();
            long bytes = unflushed.get();
            db.flush(options.flush(), List.copyOf(families.values()));
            unflushed.flushed(bytes);
        } catch (RocksDBException e) {
            throw errors.of("a flush", e);
        } finally {
            lifetime.exit();
        }
    }

    void flushAndClose() {
        if (lifetime.isOpen()) {
            try {
                flush();
            } finally {
                close();
            }
        }
    }

    void close() {
        lifetime.close();
    }

    private void dispose() {
        families.values().forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
    }
}
