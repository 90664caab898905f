package dev.varve.server.auth.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        all.forEach(each -> key(each).ifPresent(keys::add));
        if (keys.isEmpty()) {
            throw new IOException("it has no key for RS256, PS256, ES256 or EdDSA");
        }
        return List.copyOf(keys);
    }

    private static Optional<VerificationKey> key(JsonNode jwk) {
        try {
            return isForSignatures(jwk)
                    ? switch (jwk.path("kty").asText()) {
                        case "RSA" -> rsa(jwk);
                        case "EC" -> ec(jwk);
                        case "OKP" -> edwards(jwk);
                        default -> Optional.empty();
                    }
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty(); // one bad key must not take the others with it
        }
    }

    private static boolean isForSignatures(JsonNode jwk) {
        boolean use = jwk.path("use").asText("sig").equals("sig");
        JsonNode operations = jwk.path("key_ops");
        boolean verifies = operations.isMissingNode();
        for (JsonNode each : operations) {
            verifies |= each.asText().equals("verify");
        }
        return use && verifies;
    }

    private static Optional<VerificationKey> rsa(JsonNode jwk) throws GeneralSecurityException {
        BigInteger modulus = number(jwk, "n");
        if (modulus.bitLength() < RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            return Optional.empty();
        }
        RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, number(jwk, "e"));
        return of(
                jwk,
                EnumSet.of(Algorithm.RS256, Algorithm.PS256),
                KeyFactory.getInstance("RSA").generatePublic(spec));
    }

    private static Optional<VerificationKey> ec(JsonNode jwk) throws GeneralSecurityException {
        if (!jwk.path("crv").asText().equals("P-256")) {
            return Optional.empty();
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
        BigInteger x = coordinate(jwk, "x");
        BigInteger y = coordinate(jwk, "y");
        return isOn(curve, x, y)
                ? of(
                        jwk,
                        EnumSet.of(Algorithm.ES256),
                        KeyFactory.getInstance("EC")
                                .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve)))
                : Optional.empty();
    }

    /// The JDK takes points that are not on the curve.
    private static boolean isOn(ECParameterSpec curve, BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger right =
                x.pow(3)
                        .add(curve.getCurve().getA().multiply(x))
                        .add(curve.getCurve().getB())
                        .mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
    }

    private static Optional<VerificationKey> edwards(JsonNode jwk) throws GeneralSecurityException {
        byte[] x = bytes(jwk, "x");
        if (!jwk.path("crv").asText().equals("Ed25519") || x.length != KEY_BYTES) {
            return Optional.empty();
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        return of(
                jwk,
                EnumSet.of(Algorithm.EDDSA),
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    }

    /// A key that names its algorithm is for that one only.
    private static Optional<VerificationKey> of(
            JsonNode jwk, Set<Algorithm> possible, PublicKey key) {
        @Nullable String id = jwk.path("kid").isTextual() ? jwk.path("kid").asText() : null;
        if (!jwk.has("alg")) {
            return Optional.of(new VerificationKey(id, possible, key));
        }
        return Algorithm.named(jwk.path("alg").asText())
                .filter(possible::contains)
                .map(only -> new VerificationKey(id, EnumSet.of(only), key));
    }

    private static BigInteger coordinate(JsonNode jwk, String name) {
        byte[] bytes = bytes(jwk, name);
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(name + " has not the length of a coordinate");
        }
        return new BigInteger(1, bytes);
    }

    private static BigInteger number(JsonNode jwk, String name) {
        return new BigInteger(1, bytes(jwk, name));
    }

    private static byte[] bytes(JsonNode jwk, String name) {
        JsonNode text = jwk.path(name);
        if (!text.isTextual() || text.asText().isEmpty()) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return Base64.getUrlDecoder().decode(text.asText());
    }
}
