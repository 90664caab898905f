package dev.varve.server.auth.jwt;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/// The algorithms that are taken, each for keys of one kind. What a token says of its algorithm
/// selects among what its key may do, and nothing else.
enum Algorithm {
    HS256("HS256"),
    RS256("RS256"),
    PS256("PS256"),
    ES256("ES256"),
    EDDSA("EdDSA");

    private static final int ES256_BYTES = 64;
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private final String text;

    Algorithm(String text) {
        this.text = text;
    }

    static Optional<Algorithm> named(String name) {
        return Arrays.stream(values()).filter(each -> each.text.equals(name)).findFirst();
    }

    /// Whether the signature is right; false for one that is none.
    boolean verifies(Key key, byte[] signed, byte[] signature) {
        try {
            return switch (this) {
                case HS256 -> MessageDigest.isEqual(hmac(key, signed), signature);
                case RS256 ->
                        verify(Signature.getInstance("SHA256withRSA"), key, signed, signature);
                case PS256 -> verify(pss(), key, signed, signature);
                case ES256 ->
                        signature.length == ES256_BYTES
                                && verify(
                                        Signature.getInstance("SHA256withECDSAinP1363Format"),
                                        key,
                                        signed,
                                        signature);
                case EDDSA -> verify(Signature.getInstance("Ed25519"), key, signed, signature);
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] hmac(Key key, byte[] signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(signed);
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(PSS);
        return pss;
    }

    private static boolean verify(Signature verifier, Key key, byte[] signed, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify((PublicKey) key);
        verifier.update(signed);
        return verifier.verify(signature);
    }
}
