package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.varve.server.http.AddressRange;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpConfig.RequestLimits;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.TrustedProxies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// More than one port, and limits that hold over all of them.
class PortsIT {
    private static final InetSocketAddress FREE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static HttpListener.Port port(Handler handler) {
        return new HttpListener.Port(FREE, Optional.empty(), handler);
    }

    private static HttpListener two(HttpConfig config, Handler first, Handler second) {
        return HttpListener.start(
                config, List.of(port(first), port(second)), HttpListener.Hooks.NONE);
    }

    private static int second(HttpListener listener) {
        return listener.addresses().get(1).getPort();
    }

    @Test
    void givesRequestsToTheHandlerOfTheirPort() throws Exception {
        try (HttpListener listener =
                        two(Sample.CONFIG, _ -> Sample.text("one"), _ -> Sample.text("two"));
                RawClient one = RawClient.to(listener.port());
                RawClient two = RawClient.to(second(listener))) {
            assertThat(one.get("/").hear().text()).isEqualTo("one");
            assertThat(two.get("/").hear().text()).isEqualTo("two");
            assertThat(listener.connections()).isEqualTo(2);
        }
    }

    @Test
    void countsRatesOverAllPortsAndConnections() throws Exception {
        HttpConfig config = Sample.CONFIG.with(new ConnectionLimits(100, 0.001, 3));
        try (HttpListener listener = two(config, Sample::echo, Sample::echo)) {
            for (int i = 0; i < 3; i++) {
                int port = i % 2 == 0 ? listener.port() : second(listener);
                try (RawClient client = RawClient.to(port)) {
                    assertThat(client.get("/").hear().status()).isEqualTo(200);
                }
            }
            try (RawClient client = RawClient.to(second(listener))) {
                assertThat(client.get("/").hear().text()).contains("SlowDown");
            }
        }
    }

    @Test
    void countsRequestsAtATimeOverAllPorts() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Handler slow =
                _ -> {
                    entered.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Sample.text("slow");
                };
        RequestLimits rest = RequestLimits.DEFAULT;
        HttpConfig config =
                Sample.CONFIG.with(
                        new RequestLimits(
                                1,
                                Duration.ofMillis(50),
                                rest.bodyBytes(),
                                rest.targetBytes(),
                                rest.headerBytes(),
                                rest.drainBytes()));
        try (HttpListener listener = two(config, slow, Sample::echo);
                RawClient first = RawClient.to(listener.port());
                RawClient second = RawClient.to(second(listener))) {
            first.get("/");
            entered.await();
            assertThat(second.get("/").hear().text()).contains("SlowDown");
            go.countDown();
            assertThat(first.hear().text()).isEqualTo("slow");
            assertThat(second.get("/").hear().status()).isEqualTo(200);
        }
    }

    @Test
    void countsConnectionsOverAllPorts() throws Exception {
        HttpConfig config = Sample.CONFIG.with(new ConnectionLimits(1, 0, 1));
        try (HttpListener listener = two(config, Sample::echo, Sample::echo);
                RawClient idle = RawClient.to(listener.port())) {
            assertThat(idle.get("/").hear().status()).isEqualTo(200);
            // Its answer may be here a moment before the connection counts as idle.
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        try (RawClient next = RawClient.to(second(listener))) {
                            assertThat(next.get("/").hear().status()).isEqualTo(200);
                        }
                    });
            assertThat(idle.closesWithin(2000)).isTrue();
        }
    }

    @Test
    void leavesNothingOpenWhenOnePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free;
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = probe.getLocalPort();
            }
            InetAddress here = InetAddress.getLoopbackAddress();
            List<HttpListener.Port> ports =
                    List.of(
                            new HttpListener.Port(
                                    new InetSocketAddress(here, free),
                                    Optional.empty(),
                                    Sample::echo),
                            new HttpListener.Port(
                                    new InetSocketAddress(here, taken.getLocalPort()),
                                    Optional.empty(),
                                    Sample::echo));
            assertThatThrownBy(
                            () -> HttpListener.start(Sample.CONFIG, ports, HttpListener.Hooks.NONE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
            try (HttpListener listener =
                            HttpListener.start(
                                    Sample.CONFIG, ports.subList(0, 1), HttpListener.Hooks.NONE);
                    RawClient client = RawClient.to(listener.port())) {
                assertThat(client.get("/").hear().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void closesAllPortsTogether() throws Exception {
        HttpListener listener = two(Sample.CONFIG, Sample::echo, Sample::echo);
        int other = second(listener);
        try (RawClient idle = RawClient.to(other)) {
            idle.get("/").hear();
            listener.close();
            assertThat(idle.closesWithin(2000)).isTrue();
        }
        assertThatThrownBy(() -> RawClient.to(other)).isInstanceOf(IOException.class);
    }

    private static HttpConfig trusting(String range) {
        return Sample.CONFIG.with(new TrustedProxies(List.of(AddressRange.parse(range))));
    }

    @Test
    void tellsHandlersAndObserversOfTheClientBehindAProxy() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        RequestObserver observer =
                new RequestObserver() {
                    @Override
                    public void started(HttpRequest request) {
                        seen.add(request.remoteAddress());
                    }
                };
        HttpListener.Hooks hooks =
                new HttpListener.Hooks(HttpListener.Hooks.NONE.errors(), observer, () -> {});
        Handler who = request -> Sample.text(request.remoteAddress() + " " + request.isSecure());
        try (HttpListener listener = HttpListener.start(trusting("127.0.0.0/8"), who, hooks);
                RawClient client = RawClient.to(listener.port())) {
            client.say(
                    """
                    GET / HTTP/1.1
                    Host: h
                    X-Forwarded-For: 1.2.3.4, 203.0.113.9
                    X-Forwarded-Proto: https

                    """);
            assertThat(client.hear().text()).isEqualTo("203.0.113.9 true");
            client.say("GET / HTTP/1.1\nHost: h\nX-Forwarded-For: rubbish\n\n");
            assertThat(client.hear().text()).isEqualTo("127.0.0.1 false");
            assertThat(seen).containsExactly("203.0.113.9", "127.0.0.1");
        }
    }

    @Test
    void believesNobodyElse() throws Exception {
        Handler who = request -> Sample.text(request.remoteAddress());
        try (HttpListener listener =
                        HttpListener.start(trusting("10.0.0.0/8"), who, HttpListener.Hooks.NONE);
                RawClient client = RawClient.to(listener.port())) {
            client.say("GET / HTTP/1.1\nHost: h\nX-Forwarded-For: 203.0.113.9\n\n");
            assertThat(client.hear().text()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void countsRatesByTheClientBehindTheProxy() throws Exception {
        HttpConfig config = trusting("127.0.0.1").with(new ConnectionLimits(100, 0.001, 1));
        try (HttpListener listener =
                        HttpListener.start(config, Sample::echo, HttpListener.Hooks.NONE);
                RawClient client = RawClient.to(listener.port())) {
            for (String address : List.of("203.0.113.1", "203.0.113.2")) {
                client.say("GET / HTTP/1.1\nHost: h\nX-Forwarded-For: " + address + "\n\n");
                assertThat(client.hear().status()).isEqualTo(200);
            }
            client.say("GET / HTTP/1.1\nHost: h\nX-Forwarded-For: 203.0.113.1:99\n\n");
            assertThat(client.hear().text()).contains("SlowDown");
        }
    }
}
