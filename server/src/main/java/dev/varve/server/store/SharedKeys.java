package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.server.store.Keyring.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keys on their way from one member of a cluster to another, sealed with what both know.
public final class SharedKeys {
    private static final int VERSION = 1;
    private static final byte[] CONTEXT = "varve shared keys 1".getBytes(StandardCharsets.UTF_8);

    private SharedKeys() {}

    static Bytes seal(List<Keyring.Key> keys, byte[] secret, SecureRandom random) {
        ByteWriter out = new ByteWriter().u8(VERSION).varint(keys.size());
        for (Keyring.Key key : keys) {
            out.varint(key.id()).u8(key.purpose().tag()).sized(key.secret()).sized(key.open());
        }
        try {
            return Bytes.of(cipher(secret, random).seal(out.toArray(), CONTEXT));
        } catch (GeneralSecurityException e) {
            throw new StoreException.Failed("the keys cannot be sealed", e);
        }
    }

    /// @throws IllegalArgumentException when another secret sealed them, or they are none
    static List<Keyring.Key> open(Bytes sealed, byte[] secret) {
        try {
            ByteReader in =
                    new ByteReader(
                            cipher(secret, new SecureRandom()).open(sealed.toArray(), CONTEXT));
            int version = in.u8();
            if (version != VERSION) {
                throw new StoreException.FromTheFuture("shared keys of version " + version);
            }
            return read(in);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keys were sealed with another secret", e);
        }
    }

    private static List<Keyring.Key> read(ByteReader in) {
        int count = in.count();
        List<Keyring.Key> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int id = in.varint32();
            Purpose purpose = Purpose.ofTag(in.u8());
            keys.add(new Keyring.Key(id, purpose, in.sizedBytes(), in.sizedBytes()));
        }
        in.end();
        return keys;
    }

    private static AesGcm cipher(byte[] secret, SecureRandom random)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return new AesGcm(mac.doFinal(CONTEXT), random);
    }
}
