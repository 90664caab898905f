package dev.varve.projections.rocksdb;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/// Loads RocksDB's native code once per process. Left alone, RocksDB unpacks it into the temporary
/// directory at each start, under a new name that a kill leaves behind; so it is unpacked beside
/// the data, where the next start replaces it.
final class NativeLibrary {
    private static final String FOLDER = "native";
    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load(Path beside) {
        if (loaded) {
            return;
        }
        Path folder = beside.resolve(FOLDER).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException e) {
            throw new StoreException.Failed("cannot unpack RocksDB in " + folder, e);
        }
        RocksDB.loadLibrary();
        loaded = true;
    }
}
