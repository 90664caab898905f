package dev.varve.log.seal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/// Checks checkpoint signatures against a public key.
public final class CheckpointVerifier {
    private CheckpointVerifier() {}

    /// False for a wrong signature, and for a key or signature that is none at all.
    public static boolean verify(Bytes publicKey, Hash256 root, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance(Ed25519Signer.ALGORITHM);
            verifier.initVerify(decode(publicKey));
            verifier.update(CheckpointText.of(root));
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
