package dev.varve.log.seal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/// Checks signatures of checkpoints, snapshots and trims against a public key.
public final class CheckpointVerifier {
    private CheckpointVerifier() {}

    /// False for a wrong signature, and for a key or signature that is none at all.
    public static boolean verify(Bytes publicKey, Hash256 root, Bytes signature) {
        return verify(publicKey, SignedText.CHECKPOINT.of(root), signature);
    }

    /// The same for a snapshot's content.
    public static boolean verifySnapshot(Bytes publicKey, Hash256 content, Bytes signature) {
        return verify(publicKey, SignedText.SNAPSHOT.of(content), signature);
    }

    /// The same for the point that a journal was trimmed to.
    public static boolean verifyTrim(Bytes publicKey, Hash256 point, Bytes signature) {
        return verify(publicKey, SignedText.TRIM.of(point), signature);
    }

    /// The same for a run of events that was shipped, by the chain after its last one.
    public static boolean verifyFrame(Bytes publicKey, Hash256 root, Bytes signature) {
        return verify(publicKey, SignedText.FRAME.of(root), signature);
    }

    private static boolean verify(Bytes publicKey, byte[] text, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance(Ed25519Signer.ALGORITHM);
            verifier.initVerify(decode(publicKey));
            verifier.update(text);
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey decode(Bytes key) throws GeneralSecurityException {
        return KeyFactory.getInstance(Ed25519Signer.ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(key.toArray()));
    }
}
