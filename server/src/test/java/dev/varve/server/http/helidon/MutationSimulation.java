package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests with random damage: each is answered or its connection ends, none with 500, and none
/// makes the server take a body for whole that its client did not send whole. Repeat a run with
/// `-Dvarve.seed`.
class MutationSimulation {
    private static final int ROUNDS = 3000;
    private static final String NASTY = "\r\n\t\0 :;,%/?#+-0123456789abcdefxX\u007f\u0080\u00ff";

    /// Line ends are sent as `\r\n`.
    private static final List<String> REQUESTS =
            List.of(
                    """
                    GET /b/k?versionId=1&x HTTP/1.1
                    Host: h
                    Range: bytes=0-1

                    """,
                    """
                    PUT /b/k HTTP/1.1
                    Host: h
                    Content-Length: 10

                    0123456789\
                    """,
                    """
                    PUT /b/k HTTP/1.1
                    Host: h
                    Transfer-Encoding: chunked

                    5
                    abcde
                    10
                    0123456789abcdef
                    0

                    """,
                    """
                    PUT /b/k HTTP/1.1
                    Host: h
                    Content-Length: 4
                    Expect: 100-continue

                    body\
                    """,
                    """
                    HEAD / HTTP/1.1
                    Host: h
                    Connection: close

                    """);

    private final long seed = Long.getLong("varve.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    @Timeout(60)
    void nothingBreaksTheServer() throws IOException {
        try (HttpListener listener = HttpListener.start(Sample.IMPATIENT, this::handle)) {
            for (int i = 0; i < ROUNDS; i++) {
                try (RawClient client = RawClient.to(listener.port())) {
                    client.send(damaged().getBytes(StandardCharsets.ISO_8859_1));
                    client.closeOutput();
                    judge(client);
                } catch (SocketException e) {
                    assertThat(e).as("seed %d", seed).hasMessageMatching("(?i).*(reset|pipe).*");
                }
            }
            assertThat(failures).as("seed %d", seed).hasValue(0);
            try (RawClient client = RawClient.to(listener.port())) {
                assertThat(client.get("/").hear().status()).isEqualTo(200);
            }
        }
    }

    private HttpResponse handle(HttpRequest request) {
        try {
            return Sample.count(request);
        } catch (Failed e) {
            throw e;
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            throw e;
        }
    }

    private String damaged() {
        StringBuilder text = new StringBuilder(pick(REQUESTS));
        if (random.nextBoolean()) {
            text.append(pick(REQUESTS));
        }
        for (int i = random.nextInt(3); i >= 0 && text.length() > 1; i--) {
            int at = random.nextInt(text.length());
            char nasty = NASTY.charAt(random.nextInt(NASTY.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, nasty);
                case 1 -> text.insert(at, nasty);
                case 2 -> text.deleteCharAt(at);
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size())).replace("\n", "\r\n");
    }

    private void judge(RawClient client) throws IOException {
        String answers = new String(client.readAll(), StandardCharsets.ISO_8859_1);
        assertThat(answers).as("seed %d", seed).doesNotContain("HTTP/1.1 500");
    }
}
