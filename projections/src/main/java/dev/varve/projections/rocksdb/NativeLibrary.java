package dev.varve.projections.rocksdb;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// Loads RocksDB's native code once per process. RocksDB itself would unpack it into the temporary
/// directory at each start and leave it there after a kill, so it is unpacked beside the data.
final class NativeLibrary {
    private static final String FOLDER = "native";
    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load(Path beside) {
        if (loaded) {
            return;
        }
        try {
            RocksDB.loadLibrary(List.of(unpack(beside.resolve(FOLDER)).toString()));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot unpack RocksDB beside " + beside, e);
        }
        loaded = true;
    }

    /// Anew at each start: a damaged copy must not stay.
    private static Path unpack(Path folder) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        Files.createDirectories(folder);
        Path unpacked = folder.resolve(name + "." + ProcessHandle.current().pid());
        try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("this build has no " + name);
            }
            Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(unpacked, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return folder.toAbsolutePath();
    }
}
