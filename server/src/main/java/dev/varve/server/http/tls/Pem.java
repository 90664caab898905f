package dev.varve.server.http.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Certificates and private keys as text. Messages never quote the text: it may be a key.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "RSASSA-PSS");

    private Pem() {}

    private record Block(String label, String base64) {
        byte[] der() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    private static List<Block> blocks(String text) {
        return BLOCK.matcher(text).results().map(Pem::block).toList();
    }

    private static Block block(MatchResult found) {
        return new Block(found.group(1), found.group(2));
    }

    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found =
                blocks(text).stream()
                        .filter(block -> block.label().equals("CERTIFICATE"))
                        .map(block -> certificate(factory, block.der()))
                        .toList();
        if (found.isEmpty()) {
            throw new CertificateException("No certificate");
        }
        return found;
    }

    private static X509Certificate certificate(CertificateFactory factory, byte[] der) {
        try {
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("A certificate that cannot be read", e);
        }
    }

    static PrivateKey key(String text) throws GeneralSecurityException {
        for (Block block : blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(Der.pkcs8OfRsa(block.der()));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(Der.pkcs8OfEc(block.der()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new InvalidKeySpecException(
                                "The key is encrypted; it must be stored without a password");
                default -> {} // Such as the parameters that openssl writes before an EC key.
            }
        }
        throw new InvalidKeySpecException("No private key");
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Of another algorithm.
            }
        }
        throw new InvalidKeySpecException("A private key of no known kind");
    }
}
