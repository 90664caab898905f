package dev.varve.server.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.HttpConfig.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {
    @TempDir Path directory;

    private static PrivateKey made(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp384r1"));
        }
        return generator.generateKeyPair().getPrivate();
    }

    @Test
    void readsKeysOfEveryKind() throws GeneralSecurityException {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            PrivateKey key = made(algorithm);
            assertThat(Pem.key(TestKeys.pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
        }
    }

    @Test
    void readsTheOldFormOfRsaKeys() throws GeneralSecurityException {
        PrivateKey key = made("RSA");
        byte[] pkcs8 = key.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        assertThat(Pem.key(TestKeys.pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
    }

    /// Both files together, as `openssl ecparam -genkey` writes them.
    @Test
    void readsWhatOpensslWritesForEc() throws IOException, GeneralSecurityException {
        Path file = directory.resolve("ec.pem");
        TestKeys.run(
                "openssl", "ecparam", "-genkey", "-name", "prime256v1", "-out", file.toString());
        String text = Files.readString(file);
        assertThat(text).contains("BEGIN EC PARAMETERS").contains("BEGIN EC PRIVATE KEY");
        assertThat(Pem.key(text).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void saysWhatIsWrongWithoutQuotingTheKey() {
        assertThatThrownBy(() -> Pem.key("")).hasMessageContaining("No private key");
        assertThatThrownBy(() -> Pem.key(TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[9])))
                .hasMessageContaining("encrypted");
        byte[] broken = "s3cr3t".getBytes(StandardCharsets.US_ASCII);
        for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
            assertThatThrownBy(() -> Pem.key(TestKeys.pem(label, broken)))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageNotContaining("s3cr3t")
                    .hasMessageNotContaining(HexFormat.of().formatHex(broken));
        }
        assertThatThrownBy(() -> Pem.certificates("nothing")).hasMessageContaining("certificate");
    }

    @Test
    void noticesAKeyOfAnotherCertificate() throws IOException {
        TestKeys one = TestKeys.make(directory, "EC", "one");
        TestKeys other = TestKeys.make(directory, "EC", "other");
        Path certificate = directory.resolve("c.pem");
        Path key = directory.resolve("k.pem");
        new TestKeys(one.certificate(), other.key()).write(certificate, key);
        assertThatThrownBy(() -> new ServerTls(TlsFiles.of(certificate, key)))
                .hasMessageContaining("not the one of the certificate");
    }
}
