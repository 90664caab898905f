package dev.varve.server.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import java.security.Key;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Optional;

/// The algorithms that are taken, each for keys of one kind. What a token says of its algorithm
/// selects among what its key may do, and nothing else.
enum Algorithm {
    HS256("HS256"),
    RS256("RS256"),
    PS256("PS256"),
    ES256("ES256"),
    EDDSA("EdDSA");

    private static final DefaultJWSVerifierFactory VERIFIERS = new DefaultJWSVerifierFactory();

    private final String text;

    Algorithm(String text) {
        this.text = text;
    }

    static Optional<Algorithm> named(String name) {
        return Arrays.stream(values()).filter(each -> each.text.equals(name)).findFirst();
    }

    /// Whether the signature is right; false for one that is none.
    boolean verifies(Key key, JWSObject token) {
        try {
            return token.getHeader().getAlgorithm().getName().equals(text)
                    && verifier(key, token.getHeader())
                            .verify(
                                    token.getHeader(),
                                    token.getSigningInput(),
                                    token.getSignature());
        } catch (JOSEException e) {
            return false;
        }
    }

    /// A key of another kind has no verifier.
    private static JWSVerifier verifier(Key key, JWSHeader header) throws JOSEException {
        return key instanceof EdECPublicKey edwards
                ? new EdwardsVerifier(edwards)
                : VERIFIERS.createJWSVerifier(header, key);
    }
}
