package dev.varve.server.store;

import dev.varve.log.AccessKeyId;
import dev.varve.log.Bytes;
import dev.varve.log.SealedSecret;
import dev.varve.log.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;

/// Seals secrets under a data key, and opens them. What a secret is of is bound to it, so that none
/// can be put in another's place. Thread-safe.
final class Seals {
    private static final int KEPT = 1024;

    private final Keyring keyring;
    private final SecureRandom random;

    /// What was opened, by what was sealed: a row that changed is never answered with an old secret.
    private final LinkedHashMap<SealedSecret, String> opened = new LinkedHashMap<>(64, 0.75f, true);

    Seals(Keyring keyring, SecureRandom random) {
        this.keyring = keyring;
        this.random = random;
    }

    SealedSecret seal(AccessKeyId id, String secret) {
        return seal(id.value(), secret);
    }

    /// @param owner in ASCII
    SealedSecret seal(String owner, String secret) {
        Keyring.Key key = keyring.dataKey(random);
        try {
            byte[] sealed =
                    cipher(key).seal(secret.getBytes(StandardCharsets.UTF_8), context(owner));
            return new SealedSecret(key.id(), Bytes.of(sealed));
        } catch (GeneralSecurityException e) {
            throw new StoreException.Failed("the secret of " + owner + " cannot be sealed", e);
        }
    }

    String open(AccessKeyId id, SealedSecret sealed) {
        return open(id.value(), sealed);
    }

    /// @throws StoreException.Failed when the data key is gone, or is not the one that sealed it
    String open(String owner, SealedSecret sealed) {
        synchronized (opened) {
            String found = opened.get(sealed);
            if (found != null) {
                return found;
            }
        }
        String secret = decrypt(owner, sealed);
        synchronized (opened) {
            opened.put(sealed, secret);
            if (opened.size() > KEPT) {
                opened.pollFirstEntry();
            }
        }
        return secret;
    }

    private String decrypt(String owner, SealedSecret sealed) {
        Keyring.Key key =
                keyring.dataKey(sealed.dataKey())
                        .orElseThrow(() ->
                                new StoreException.Failed(
                                        "the data key " + sealed.dataKey() + " is gone"));
        try {
            byte[] secret = cipher(key).open(sealed.sealed().toArray(), context(owner));
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new StoreException.Failed("the secret of " + owner + " cannot be opened", e);
        }
    }

    int kept() {
        synchronized (opened) {
            return opened.size();
        }
    }

    private AesGcm cipher(Keyring.Key key) {
        return new AesGcm(key.secret().toArray(), random);
    }

    private static byte[] context(String owner) {
        return owner.getBytes(StandardCharsets.US_ASCII);
    }
}
