package dev.varve.server.auth.jwt;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.varve.server.http.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a server on this machine.
class FetchedKeysTest {
    private static final KeyPair OLD = Issuer.edwards();
    private static final KeyPair NEW = Issuer.edwards();
    private static final String BOTH = Issuer.set(Issuer.jwk("old", OLD), Issuer.jwk("new", NEW));

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch slow = new CountDownLatch(1);
    private volatile String answer = Issuer.set(Issuer.jwk("old", OLD));
    private volatile int status = 200;
    private HttpServer server;
    private KeyServer client;
    private FetchedKeys keys;

    FetchedKeysTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client = new KeyServer(address("/keys"), Duration.ofSeconds(5));
        keys = new FetchedKeys(client, Duration.ofSeconds(30), Duration.ofMinutes(10), nanos::get);
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/keys",
                exchange -> {
                    fetches.incrementAndGet();
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("location", "/elsewhere");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.createContext(
                "/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    try {
                        slow.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        client.close();
        server.stop(0);
    }

    private List<VerificationKey> find(@Nullable String id) {
        return keys.find(id, Algorithm.EDDSA);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void fetchesOnceWhatManyAskFor() {
        for (int i = 0; i < 10; i++) {
            assertThat(find("old")).hasSize(1);
            assertThat(find(null)).hasSize(1);
        }
        assertThat(fetches).hasValue(1);
        assertThat(keys.find("old", Algorithm.RS256)).isEmpty();
    }

    @Test
    void findsKeysThatTheIssuerChangedTo() {
        assertThat(find("old")).hasSize(1);
        answer = BOTH;
        assertThat(find("new")).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(find("new")).hasSize(1);
        answer = Issuer.set(Issuer.jwk("new", NEW));
        pass(Duration.ofMinutes(11));
        assertThat(find("old")).isEmpty();
        assertThat(fetches).hasValue(3);
    }

    @Test
    void unknownKeysFloodNoIssuer() throws Exception {
        assertThat(find("old")).hasSize(1);
        pass(Duration.ofMinutes(1));
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<VerificationKey>>> all =
                    IntStream.range(0, 200)
                            .mapToObj(i -> many.submit(() -> find("unknown-" + i)))
                            .toList();
            for (Future<List<VerificationKey>> each : all) {
                assertThat(each.get()).isEmpty();
            }
        }
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keepsItsKeysWhileTheIssuerFails() {
        assertThat(find("old")).hasSize(1);
        for (String bad : List.of("not json", "{\"keys\":[]}", " ".repeat(300 * 1024))) {
            answer = bad;
            pass(Duration.ofHours(1));
            assertThat(find("old")).hasSize(1);
        }
        status = 500;
        pass(Duration.ofHours(1));
        assertThat(find("old")).hasSize(1);
        server.stop(0);
        pass(Duration.ofHours(1));
        assertThat(find("old")).hasSize(1);
        assertThat(find("new")).isEmpty();
    }

    @Test
    void asksToComeAgainWhileItNeverHadAKey() {
        status = 503;
        assertThat(
                        assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> find("old"))
                                .headers()
                                .first("retry-after"))
                .contains("30");
        assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> find("old"));
        assertThat(fetches).hasValue(1);
        status = 200;
        pass(Duration.ofSeconds(31));
        assertThat(find("old")).hasSize(1);
    }

    @Test
    void followsNobodyElsewhere() {
        status = 302;
        assertThatThrownBy(client::fetch)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("302");
    }

    @Test
    void neitherWaitsNorReadsWithoutEnd() {
        try (KeyServer patient = new KeyServer(address("/slow"), Duration.ofMillis(300))) {
            assertThatThrownBy(patient::fetch).isInstanceOf(IOException.class);
        }
        answer = " ".repeat(300 * 1024);
        assertThatThrownBy(client::fetch).isInstanceOf(IOException.class);
    }
}
