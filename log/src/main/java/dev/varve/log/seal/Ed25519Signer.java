package dev.varve.log.seal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/// Signs with an Ed25519 key pair that is kept elsewhere as its two encoded halves.
public final class Ed25519Signer implements CheckpointSigner {
    static final String ALGORITHM = "Ed25519";

    private final int keyId;
    private final Bytes publicKey;
    private final PrivateKey privateKey;

    private Ed25519Signer(int keyId, Bytes publicKey, PrivateKey privateKey) {
        this.keyId = keyId;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /// Both halves of a key pair: X.509 and PKCS #8.
    public record Keys(Bytes publicKey, Bytes privateKey) {
        @Override
        public String toString() {
            return "Keys[" + publicKey + "]";
        }
    }

    public static Keys generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new Keys(
                    Bytes.of(pair.getPublic().getEncoded()),
                    Bytes.of(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /// @throws IllegalArgumentException when the private half is not an Ed25519 key
    public static Ed25519Signer of(int keyId, Keys keys) {
        try {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(keys.privateKey().toArray());
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(spec);
            return new Ed25519Signer(keyId, keys.publicKey(), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 private key", e);
        }
    }

    @Override
    public int keyId() {
        return keyId;
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(Hash256 root) {
        return sign(SignedText.CHECKPOINT.of(root));
    }

    @Override
    public Bytes signSnapshot(Hash256 content) {
        return sign(SignedText.SNAPSHOT.of(content));
    }

    @Override
    public Bytes signTrim(Hash256 point) {
        return sign(SignedText.TRIM.of(point));
    }

    @Override
    public Bytes signFrame(Hash256 root) {
        return sign(SignedText.FRAME.of(root));
    }

    private Bytes sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(text);
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was usable is no longer", e);
        }
    }
}
