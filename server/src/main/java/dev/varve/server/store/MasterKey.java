package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/// The key that wraps the keyring. It is a file that only the owner reads; keep a copy elsewhere.
final class MasterKey {
    private static final int MAGIC = 0x5641_4d4b;

    private final AesGcm key;

    private MasterKey(AesGcm key) {
        this.key = key;
    }

    /// Reads the key; makes one only where no keyring was wrapped yet.
    static MasterKey of(Path path, boolean mayCreate, Disk disk, SecureRandom random) {
        SealedFile file = new SealedFile(path, MAGIC);
        if (!file.exists()) {
            if (!mayCreate) {
                throw new StoreException.Failed(
                        path + " is missing; without it the keyring cannot be opened");
            }
            byte[] fresh = new byte[AesGcm.KEY_BYTES];
            random.nextBytes(fresh);
            file.write(fresh, disk);
        }
        return new MasterKey(new AesGcm(file.read(), random));
    }

    byte[] wrap(byte[] secret, byte[] context) {
        try {
            return key.seal(secret, context);
        } catch (GeneralSecurityException e) {
            throw new StoreException.Failed("the master key does not wrap the keyring", e);
        }
    }

    byte[] unwrap(byte[] wrapped, byte[] context) {
        try {
            return key.open(wrapped, context);
        } catch (GeneralSecurityException e) {
            throw new StoreException.Failed("the master key does not open the keyring", e);
        }
    }
}
