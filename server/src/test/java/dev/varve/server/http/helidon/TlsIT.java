package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.TlsFiles;
import dev.varve.server.http.tls.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {
    @TempDir static Path directory;

    private static TestKeys one;
    private static TestKeys other;
    private static Path certificateFile;
    private static Path keyFile;

    @BeforeAll
    static void make() {
        one = TestKeys.make(directory, "RSA", "one");
        other = TestKeys.make(directory, "EC", "other");
        certificateFile = directory.resolve("server.crt");
        keyFile = directory.resolve("server.key");
    }

    @BeforeEach
    void write() {
        one.write(certificateFile, keyFile);
    }

    private static HttpConfig config() {
        return Sample.CONFIG.with(new TlsFiles(certificateFile, keyFile, Duration.ZERO));
    }

    private static HttpClient client(Version version, TestKeys... trusted) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TestKeys.trusting(trusted))
                .build();
    }

    private static URI uri(HttpListener listener, String target) {
        return URI.create("https://localhost:" + listener.port() + target);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void servesBothProtocols(Version version) throws Exception {
        byte[] body = Sample.bytes(5_000_000);
        try (HttpListener listener =
                        HttpListener.start(
                                config(),
                                request -> {
                                    assertThat(request.isSecure()).isTrue();
                                    return dev.varve.server.http.HttpResponse.of(200)
                                            .header("x-path", request.rawPath())
                                            .content(
                                                    HttpListenerIT.written(
                                                            5_000_000,
                                                            out ->
                                                                    out.write(
                                                                            Sample.body(request))));
                                });
                HttpClient client = client(version, one)) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> response =
                        client.send(
                                HttpRequest.newBuilder(uri(listener, "/b/a%2Fb//c"))
                                        .PUT(BodyPublishers.ofByteArray(body))
                                        .build(),
                                BodyHandlers.ofByteArray());
                assertThat(response.version()).isEqualTo(version);
                assertThat(response.headers().firstValue("x-path")).contains("/b/a%2Fb//c");
                assertThat(Arrays.equals(response.body(), body)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void speaksTlsOfTwoVersions(String version) throws IOException {
        try (HttpListener listener = HttpListener.start(config(), Sample::echo);
                SSLSocket socket = socket(listener.port(), version)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    private static SSLSocket socket(int port, String version) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        TestKeys.trusting(one).getSocketFactory().createSocket("localhost", port);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    @Test
    void takesANewCertificateWithoutARestart() throws Exception {
        try (HttpListener listener = HttpListener.start(config(), Sample::echo)) {
            assertThat(status(listener, one)).isEqualTo(200);
            other.write(certificateFile, keyFile);
            assertThat(status(listener, other)).isEqualTo(200);
            assertThatThrownBy(() -> status(listener, one))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void keepsTheOldCertificateWhileTheNewOneIsBroken() throws Exception {
        try (HttpListener listener = HttpListener.start(config(), Sample::echo)) {
            Files.writeString(certificateFile, "nonsense");
            assertThat(status(listener, one)).isEqualTo(200);
            Files.writeString(certificateFile, other.certificatePem());
            assertThat(status(listener, one)).as("the key is still the old one").isEqualTo(200);
            Files.writeString(keyFile, other.keyPem());
            Files.setLastModifiedTime(keyFile, FileTime.from(Instant.now().plusSeconds(1)));
            assertThat(status(listener, other)).isEqualTo(200);
            Files.delete(keyFile);
            assertThat(status(listener, other)).isEqualTo(200);
        }
    }

    /// With a client of its own, so that no session is resumed.
    private static int status(HttpListener listener, TestKeys trusted) throws Exception {
        try (HttpClient client = client(Version.HTTP_1_1, trusted)) {
            HttpRequest request = HttpRequest.newBuilder(uri(listener, "/")).build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void refusesToStartWithoutItsFiles() throws IOException {
        Files.delete(keyFile);
        assertThatThrownBy(() -> HttpListener.start(config(), Sample::echo))
                .hasMessageContaining("server.key");
        Files.writeString(keyFile, "nonsense");
        assertThatThrownBy(() -> HttpListener.start(config(), Sample::echo))
                .hasMessageContaining("no good");
    }

    @Test
    void closesWhoDoesNotFinishTheHandshake() throws IOException {
        HttpConfig impatient = Sample.IMPATIENT.with(TlsFiles.of(certificateFile, keyFile));
        try (HttpListener listener = HttpListener.start(impatient, Sample::echo);
                RawClient silent = RawClient.to(listener.port());
                RawClient half = RawClient.to(listener.port());
                RawClient plain = RawClient.to(listener.port())) {
            half.send(Sample.hex("1603010200010001fc0303"));
            plain.get("/");
            assertThat(silent.closesWithin(3000)).isTrue();
            assertThat(half.closesWithin(3000)).isTrue();
            assertThat(plain.closesWithin(3000)).isTrue();
        }
    }
}
