package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.disk.LocalDisk;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.IntFunction;

/// The public keys that a store signs with, for whoever looks into it while it is closed.
public final class StoreKeys {
    private StoreKeys() {}

    /// Reads the keyring when it is first asked for a key.
    public static IntFunction<Optional<Bytes>> of(DataDirectory data) {
        return id -> keyring(data).signingKey(id);
    }

    private static Keyring keyring(DataDirectory data) {
        LocalDisk disk = new LocalDisk();
        MasterKey master = MasterKey.of(data.masterKey(), false, disk, new SecureRandom());
        return new Keyring(data.keyring(), master, disk);
    }
}
