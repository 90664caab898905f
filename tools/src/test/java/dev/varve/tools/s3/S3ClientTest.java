package dev.varve.tools.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class S3ClientTest {
    private static final String DENIED =
            "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";

    private static String answer(String status, String more, String body) {
        return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, more, body.length(), body);
    }

    private static S3Client client(ScriptedServer server) {
        return new S3Client(new Endpoint(server.address(), AccessKey.random()));
    }

    private static S3Request request() {
        return S3Request.object("GET", "bucket", "a key");
    }

    @Test
    void sendsSignedRequestToItsHost() throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer("200 OK", "", "x"));
                S3Client client = client(server)) {
            assertThat(client.require(request()).text()).isEqualTo("x");
            assertThat(Objects.requireNonNull(server.asked().poll()))
                    .startsWith("GET /bucket/a%20key HTTP/1.1\r\n")
                    .contains("host: 127.0.0.1:" + server.address().getPort() + "\r\n")
                    .contains("authorization: AWS4-HMAC-SHA256 Credential=VARVETOOLS/");
        }
    }

    @Test
    void connectsAnewOnlyAfterClose() throws IOException {
        String ok = answer("200 OK", "", "x");
        try (ScriptedServer server =
                        new ScriptedServer(
                                ok + ok + answer("200 OK", "Connection: close\r\n", "y"), ok);
                S3Client client = client(server)) {
            for (int i = 0; i < 4; i++) {
                client.require(request());
            }
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void tellsErrorsByTheirCode() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(answer("403 Forbidden", "", DENIED).repeat(2));
                S3Client client = client(server)) {
            assertThat(client.call(request()).errorCode()).isEqualTo("AccessDenied");
            assertThatThrownBy(() -> client.require(request()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("AccessDenied");
        }
    }

    @Test
    void repeatsNothing() throws IOException {
        try (ScriptedServer server = new ScriptedServer("", answer("200 OK", "", ""));
                S3Client client = client(server)) {
            assertThatThrownBy(() -> client.call(request())).isInstanceOf(IOException.class);
            assertThat(server.asked()).hasSize(1);
            assertThat(client.call(request()).status()).isEqualTo(200);
        }
    }
}
