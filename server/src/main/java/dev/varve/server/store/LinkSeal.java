package dev.varve.server.store;

import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Turns what a link says into a token that only this store can make, and back. Everybody can read what is
/// in one. Thread-safe.
public final class LinkSeal {
    /// In characters. More is not even decoded.
    public static final int LONGEST = 6 * 1024;

    /// In 1 links named points of the journal of the node that made them.
    private static final int VERSION = 2;

    private static final int MAC_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "varve link 1".getBytes(StandardCharsets.US_ASCII);

    private final Keyring keyring;
    private final SecureRandom random;

    LinkSeal(Keyring keyring, SecureRandom random) {
        this.keyring = keyring;
        this.random = random;
    }

    /// @throws IllegalArgumentException when the token would be longer than [#LONGEST]
    public String seal(byte[] content) {
        Keyring.Key key = keyring.linkKey(random);
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).varint(key.id()).sized(content);
        out.raw(mac(key, out.toArray(), out.size()));
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(out.toArray());
        if (token.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a link has at most " + LONGEST + " characters, not " + token.length());
        }
        return token;
    }

    /// What was sealed; empty for every other text, whatever is wrong with it.
    public Optional<byte[]> open(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            return isCanonical(token, bytes) ? open(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The last character may hold bits that are not used: then several texts mean the same bytes.
    private static boolean isCanonical(String token, byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token);
    }

    private Optional<byte[]> open(byte[] bytes) {
        int signed = bytes.length - MAC_BYTES;
        if (signed <= 0) {
            return Optional.empty();
        }
        ByteReader in = new ByteReader(bytes, 0, signed);
        if (in.u8() != VERSION) {
            return Optional.empty();
        }
        Optional<Keyring.Key> key = keyring.linkKey(in.varint32());
        if (key.isEmpty() || !holds(key.get(), bytes, signed)) {
            return Optional.empty();
        }
        byte[] content = in.sized();
        in.end();
        return Optional.of(content);
    }

    private static boolean holds(Keyring.Key key, byte[] bytes, int signed) {
        byte[] given = Arrays.copyOfRange(bytes, signed, bytes.length);
        return MessageDigest.isEqual(mac(key, bytes, signed), given);
    }

    private static byte[] mac(Keyring.Key key, byte[] bytes, int length) {
        byte[] derived = mac(key.secret().toArray()).doFinal(PURPOSE);
        Mac mac = mac(derived);
        mac.update(bytes, 0, length);
        return mac.doFinal();
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
