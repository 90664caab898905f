package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.ErrorRenderer;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpConfig.RequestLimits;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.Served;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitsIT {
    private static HttpConfig concurrent(int count, Duration patience) {
        RequestLimits limits = RequestLimits.DEFAULT;
        return Sample.CONFIG.with(
                new RequestLimits(
                        count,
                        patience,
                        limits.bodyBytes(),
                        limits.targetBytes(),
                        limits.headerBytes(),
                        limits.drainBytes()));
    }

    /// Holds `/slow` until told to go on; lets `/urgent` in always.
    private static final class Slow implements Handler {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public HttpResponse handle(HttpRequest request) {
            if (request.rawPath().equals("/slow")) {
                entered.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Sample.text("done");
        }

        @Override
        public boolean isUrgent(HttpRequest request) {
            return request.rawPath().equals("/urgent");
        }
    }

    @Test
    void tellsToSlowDownWhenItIsFull() throws Exception {
        Slow slow = new Slow();
        try (HttpListener listener =
                        HttpListener.start(concurrent(1, Duration.ofMillis(50)), slow);
                RawClient first = RawClient.to(listener.port());
                RawClient second = RawClient.to(listener.port())) {
            first.get("/slow");
            slow.entered.await();
            Reply refused = second.get("/").hear();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("<Code>SlowDown</Code>");
            assertThat(refused.header("retry-after")).contains("1");
            assertThat(second.get("/urgent").hear().status()).isEqualTo(200);
            slow.go.countDown();
            assertThat(first.hear().status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(second.get("/").hear().status()).isEqualTo(200));
        }
    }

    @Test
    void waitsForItsTurn() throws Exception {
        Slow slow = new Slow();
        try (HttpListener listener =
                        HttpListener.start(concurrent(1, Duration.ofSeconds(10)), slow);
                RawClient first = RawClient.to(listener.port());
                RawClient second = RawClient.to(listener.port())) {
            first.get("/slow");
            slow.entered.await();
            second.get("/");
            Thread.sleep(50);
            slow.go.countDown();
            assertThat(second.hear().status()).isEqualTo(200);
        }
    }

    @Test
    void limitsHowOftenAnAddressAsks() throws Exception {
        HttpConfig config = Sample.CONFIG.with(new ConnectionLimits(100, 0.001, 3));
        try (HttpListener listener = HttpListener.start(config, new Slow());
                RawClient client = RawClient.to(listener.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").hear().status()).isEqualTo(200);
            }
            assertThat(client.get("/").hear().text()).contains("SlowDown");
            assertThat(client.get("/urgent").hear().status()).isEqualTo(200);
        }
    }

    @Test
    void tellsObserversOfEveryRequestOnce() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        RequestObserver observer =
                new RequestObserver() {
                    @Override
                    public void started(HttpRequest request) {
                        seen.add("started " + request.rawPath());
                    }

                    @Override
                    public void finished(HttpRequest request, Served served) {
                        seen.add(
                                "finished "
                                        + request.note().operation()
                                        + " "
                                        + served.status()
                                        + " "
                                        + served.bytesIn()
                                        + " "
                                        + served.bytesOut()
                                        + " "
                                        + served.complete());
                    }

                    @Override
                    public void refused(Refused refused) {
                        seen.add("refused " + refused.method() + " " + refused.status());
                    }
                };
        try (HttpListener listener =
                HttpListener.start(
                        Sample.CONFIG,
                        request -> {
                            request.note().operation("Echo");
                            return Sample.count(request);
                        },
                        new HttpListener.Hooks(
                                ErrorRenderer.PLAIN,
                                RequestObserver.all(observer, RequestObserver.NONE),
                                () -> {}))) {
            try (RawClient client = RawClient.to(listener.port())) {
                client.say("PUT /a HTTP/1.1\nHost: h\nContent-Length: 10\n\n0123456789").hear();
                client.get("/b#").hear();
            }
            await().untilAsserted(() -> assertThat(seen).hasSize(4));
            try (RawClient client = RawClient.to(listener.port())) {
                client.get("/c|").hear();
            }
            await().untilAsserted(() -> assertThat(seen).hasSize(5));
            assertThat(seen.subList(0, 3))
                    .containsExactly("started /a", "finished Echo 200 10 2 true", "started /b");
            assertThat(seen.get(3)).startsWith("finished - 400 0 ").endsWith(" true");
            assertThat(seen.get(4)).isEqualTo("refused GET 400");
        }
    }

    /// Who is refused could hold a place among those that are served by never sending its body.
    @Test
    void waitsForTheBodyOfWhoIsRefusedWithoutHoldingATurn() throws Exception {
        Handler refusing =
                request -> {
                    if (request.rawPath().equals("/refused")) {
                        throw new Failed(ErrorCode.ACCESS_DENIED, "no");
                    }
                    return Sample.text("done");
                };
        try (HttpListener listener =
                        HttpListener.start(concurrent(1, Duration.ofMillis(300)), refusing);
                RawClient first = RawClient.to(listener.port());
                RawClient second = RawClient.to(listener.port())) {
            first.say("PUT /refused HTTP/1.1\nHost: h\nContent-Length: 1000\n\n");
            Thread.sleep(200);
            assertThat(second.get("/").hear().status()).isEqualTo(200);
            first.send(new byte[1000]);
            assertThat(first.hear().status()).isEqualTo(403);
        }
    }
}
