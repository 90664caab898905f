package dev.varve.server.auth.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Public keys as RFC 7517 writes them. Keys for other uses, of other kinds or too weak are left out,
/// and so are shared secrets, which do not belong into a document that anybody may read.
final class JwkSet {
    private static final int MAX_KEYS = 64;
    private static final int RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int KEY_BYTES = 32;
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private JwkSet() {}

    /// @throws IOException for what is no set of keys, or has none that can be used
    static List<VerificationKey> parse(byte[] json) throws IOException {
        JsonNode all = StrictJson.object(json).path("keys");
        if (!all.isArray() || all.size() > MAX_KEYS) {
            throw new IOException("it has no list of at most " + MAX_KEYS + " keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (JsonNode each : all) {
            if (each.isObject()) {
                key(each).ifPresent(keys::add);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("it has no key for RS256, PS256, ES256 or EdDSA");
        }
        return List.copyOf(keys);
    }

    /// The library finds points beside their curve, and what is no key at all.
    private static Optional<VerificationKey> key(JsonNode json) {
        try {
            JWK jwk = JWK.parse(json.toString());
            return isForSignatures(jwk)
                    ? switch (jwk) {
                        case RSAKey rsa when isStrong(rsa) ->
                                of(
                                        jwk,
                                        EnumSet.of(Algorithm.RS256, Algorithm.PS256),
                                        rsa.toRSAPublicKey());
                        case ECKey ec when ec.getCurve().equals(Curve.P_256) ->
                                of(jwk, EnumSet.of(Algorithm.ES256), ec.toECPublicKey());
                        case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
                                of(jwk, EnumSet.of(Algorithm.EDDSA), edwards(pair));
                        default -> Optional.empty();
                    }
                    : Optional.empty();
        } catch (ParseException
                | JOSEException
                | GeneralSecurityException
                | IllegalArgumentException e) {
            return Optional.empty(); // one bad key must not take the others with it
        }
    }

    private static boolean isForSignatures(JWK jwk) {
        boolean use = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        Set<KeyOperation> operations = jwk.getKeyOperations();
        return use && (operations == null || operations.contains(KeyOperation.VERIFY));
    }

    private static boolean isStrong(RSAKey key) {
        return key.size() >= RSA_BITS && key.size() <= MAX_RSA_BITS;
    }

    private static PublicKey edwards(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] x = pair.getDecodedX();
        if (x.length != KEY_BYTES) {
            throw new IllegalArgumentException("x has not the length of a key");
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /// A key that names its algorithm is for that one only.
    private static Optional<VerificationKey> of(JWK jwk, Set<Algorithm> possible, PublicKey key) {
        if (jwk.getAlgorithm() == null) {
            return Optional.of(new VerificationKey(jwk.getKeyID(), possible, key));
        }
        return Algorithm.named(jwk.getAlgorithm().getName())
                .filter(possible::contains)
                .map(only -> new VerificationKey(jwk.getKeyID(), EnumSet.of(only), key));
    }
}
