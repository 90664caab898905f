package dev.varve.server.http.tls;

import dev.varve.server.http.HttpConfig.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate with those that lead to its root, and the key it is for.
record Identity(List<X509Certificate> chain, PrivateKey key) {
    static Identity read(TlsFiles files) throws IOException, GeneralSecurityException {
        try {
            Identity read =
                    new Identity(
                            Pem.certificates(Files.readString(files.certificates())),
                            Pem.key(Files.readString(files.key())));
            read.prove();
            return read;
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /// Files are replaced one after the other: a key that is not the certificate's must be noticed
    /// here, not in every handshake.
    private void prove() throws GeneralSecurityException {
        PublicKey certified = chain.getFirst().getPublicKey();
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            throw new SignatureException("The key is not the one of the certificate");
        }
        byte[] sample = {1, 2, 3};
        Signature signature = Signature.getInstance(signatureAlgorithm());
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(sample);
        if (!signature.verify(signed)) {
            throw new SignatureException("The key is not the one of the certificate");
        }
    }

    private String signatureAlgorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
