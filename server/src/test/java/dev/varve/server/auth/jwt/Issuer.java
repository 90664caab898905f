package dev.varve.server.auth.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes keys, sets of them, and tokens: right ones and others.
public final class Issuer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Issuer() {}

    /// Signs what a token says.
    @FunctionalInterface
    public interface Signer {
        byte[] sign(byte[] text) throws GeneralSecurityException;
    }

    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair edwards() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Signer hs256(byte[] secret) {
        return text -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text);
        };
    }

    public static Signer hs256(String secret) {
        return hs256(secret.getBytes(StandardCharsets.UTF_8));
    }

    public static Signer signer(String algorithm, KeyPair keys) {
        return text -> {
            Signature signature =
                    Signature.getInstance(
                            switch (algorithm) {
                                case "RS256" -> "SHA256withRSA";
                                case "PS256" -> "RSASSA-PSS";
                                case "ES256" -> "SHA256withECDSAinP1363Format";
                                default -> "Ed25519";
                            });
            if (algorithm.equals("PS256")) {
                signature.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(keys.getPrivate());
            signature.update(text);
            return signature.sign();
        };
    }

    public static String token(Map<String, ?> header, Map<String, ?> claims, Signer signer) {
        return token(json(header), json(claims), signer);
    }

    public static String token(String header, String claims, Signer signer) {
        String text = base64(header) + "." + base64(claims);
        try {
            return text
                    + "."
                    + BASE64.encodeToString(signer.sign(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A JWK set.
    public static String set(Object... keys) {
        return json(Map.of("keys", List.of(keys)));
    }

    public static Map<String, Object> jwk(String id, KeyPair keys) {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kid", id);
        switch (keys.getPublic()) {
            case RSAPublicKey rsa -> {
                jwk.put("kty", "RSA");
                jwk.put("n", BASE64.encodeToString(unsigned(rsa.getModulus())));
                jwk.put("e", BASE64.encodeToString(unsigned(rsa.getPublicExponent())));
            }
            case ECPublicKey ec -> {
                jwk.put("kty", "EC");
                jwk.put("crv", "P-256");
                jwk.put("x", BASE64.encodeToString(fixed(ec.getW().getAffineX())));
                jwk.put("y", BASE64.encodeToString(fixed(ec.getW().getAffineY())));
            }
            default -> {
                byte[] encoded = keys.getPublic().getEncoded();
                byte[] last = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                jwk.put("kty", "OKP");
                jwk.put("crv", "Ed25519");
                jwk.put("x", BASE64.encodeToString(last));
            }
        }
        return jwk;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 && bytes.length > 1
                ? Arrays.copyOfRange(bytes, 1, bytes.length)
                : bytes;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = unsigned(number);
        byte[] out = new byte[32];
        System.arraycopy(bytes, 0, out, 32 - bytes.length, bytes.length);
        return out;
    }
}
