package dev.varve.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Guesses from one address of this machine, and an honest user at another.
class FailedLoginsIT {
    private static HttpResponse<String> send(
            HttpClient client, LiveServer server, String path, String authorization)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                        .header("authorization", authorization)
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String basic(String secret) {
        String pair = LiveServer.ACCESS_KEY + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void slowsDownWhoGuessesAndNobodyElse() throws Exception {
        try (LiveServer server = LiveServer.start(Scheme.HTTP, "5");
                HttpClient evil = HttpClient.newHttpClient();
                HttpClient honest =
                        HttpClient.newBuilder()
                                .localAddress(InetAddress.ofLiteral("127.0.0.2"))
                                .build()) {
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> wrong = send(evil, server, "/v1/whoami", basic("guess" + i));
                assertThat(wrong.statusCode()).isEqualTo(401);
                assertThat(wrong.headers().firstValue("www-authenticate")).isPresent();
            }
            HttpResponse<String> slowed = send(evil, server, "/v1/whoami", basic("guess"));
            assertThat(slowed.statusCode()).isEqualTo(429);
            assertThat(slowed.headers().firstValue("retry-after")).contains("12");
            assertThat(slowed.body()).contains("\"code\":\"SlowDown\"");

            HttpResponse<String> onS3 =
                    send(evil, server, "/bucket/key", "AWS " + LiveServer.ACCESS_KEY + ":x");
            assertThat(onS3.statusCode()).isEqualTo(503);
            assertThat(onS3.headers().firstValue("retry-after")).contains("12");
            assertThat(onS3.body()).contains("<Code>SlowDown</Code>");

            assertThat(
                            send(honest, server, "/v1/whoami", basic(LiveServer.SECRET_KEY))
                                    .statusCode())
                    .isEqualTo(200);
        }
    }
}
