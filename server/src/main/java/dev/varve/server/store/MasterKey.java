package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key that wraps the keyring. It is a file that only the owner reads; keep a copy elsewhere.
final class MasterKey {
    private static final int MAGIC = 0x5641_4d4b;
    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    private MasterKey(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// Reads the key; makes one only where no keyring was wrapped yet.
    static MasterKey of(Path path, boolean mayCreate, Disk disk, SecureRandom random) {
        SealedFile file = new SealedFile(path, MAGIC);
        if (!file.exists()) {
            if (!mayCreate) {
                throw new StoreException.Failed(
                        path + " is missing; without it the keyring cannot be opened");
            }
            byte[] fresh = new byte[BYTES];
            random.nextBytes(fresh);
            file.write(fresh, disk);
        }
        return new MasterKey(file.read(), random);
    }

    byte[] wrap(byte[] secret, byte[] context) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, secret, 0, context);
        byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
        return wrapped;
    }

    byte[] unwrap(byte[] wrapped, byte[] context) {
        byte[] nonce = Arrays.copyOf(wrapped, NONCE);
        return crypt(Cipher.DECRYPT_MODE, nonce, wrapped, NONCE, context);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] bytes, int offset, byte[] context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            return cipher.doFinal(bytes, offset, bytes.length - offset);
        } catch (GeneralSecurityException e) {
            throw new StoreException.Failed("the master key does not open the keyring", e);
        }
    }
}
