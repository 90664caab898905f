package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlowClientsIT {
    private static final String PUT = "PUT / HTTP/1.1\nHost: h\nContent-Length: 9999\n\n";

    private final HttpListener listener = HttpListener.start(Sample.IMPATIENT, Sample::count);

    @AfterEach
    void stop() {
        listener.close();
    }

    private RawClient client() throws IOException {
        return RawClient.to(listener.port());
    }

    @Test
    void closesWhoSaysNothing() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @Test
    void closesWhoSaysHalfAHead() throws IOException {
        try (RawClient client = client()) {
            client.say("GET / HTTP/1.1\nHost: h\nX-");
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @Test
    void closesWhoSaysAHeadByteByByte() throws Exception {
        try (RawClient client = client()) {
            assertThat(isStoppedWhile(client, "GET / HTTP/1.1\nX: ", true)).isTrue();
        }
    }

    @Test
    void tellsWhoSendsHalfABodyThatItTookTooLong() throws IOException {
        try (RawClient client = client()) {
            client.say(PUT + "half");
            assertThat(client.hear().text()).contains("<Code>RequestTimeout</Code>");
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @Test
    void stopsWhoSendsABodyByteByByte() throws Exception {
        try (RawClient client = client()) {
            assertThat(isStoppedWhile(client, PUT, false)).isTrue();
        }
        try (RawClient client = client()) {
            String chunked = "PUT / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\nffff\n";
            assertThat(isStoppedWhile(client, chunked, false)).isTrue();
        }
    }

    private static boolean isStoppedWhile(RawClient client, String start, boolean silently)
            throws Exception {
        client.say(start);
        AtomicBoolean going = new AtomicBoolean(true);
        Thread dripping =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (going.get()) {
                                    client.say("x");
                                    Thread.sleep(50);
                                }
                            } catch (IOException | InterruptedException e) {
                                going.set(false);
                            }
                        });
        boolean stopped = silently || client.hear().text().contains("RequestTimeout");
        stopped &= client.closesWithin(5000);
        going.set(false);
        dripping.join();
        return stopped;
    }

    @Test
    void leavesSlowButHonestClientsTime() throws Exception {
        try (RawClient client = client()) {
            client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 10000\n\n");
            for (int i = 0; i < 10; i++) {
                Thread.sleep(120);
                client.send(new byte[1000]);
            }
            assertThat(client.hear().text()).isEqualTo("10000");
        }
    }

    @Test
    void aSlowHandlerIsNotTheClientsFault() throws IOException {
        try (HttpListener slow =
                        HttpListener.start(
                                Sample.IMPATIENT,
                                request -> {
                                    pause(1500);
                                    return Sample.count(request);
                                });
                RawClient client = RawClient.to(slow.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 4\n\nbody");
            assertThat(client.hear().text()).isEqualTo("4");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cutsOffWhoDoesNotTakeTheAnswer() throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        try (HttpListener large =
                        HttpListener.start(
                                Sample.IMPATIENT,
                                _ ->
                                        HttpResponse.of(200)
                                                .content(
                                                        HttpListenerIT.written(
                                                                1L << 30,
                                                                out -> endless(out, ended))));
                RawClient client = RawClient.to(large.port())) {
            client.get("/");
            await().atMost(Duration.ofSeconds(5)).untilTrue(ended);
        }
    }

    private static void endless(OutputStream out, AtomicBoolean ended) throws IOException {
        try {
            for (int i = 0; i < 1024; i++) {
                out.write(new byte[1 << 20]);
            }
        } finally {
            ended.set(true);
        }
    }

    @Test
    void closesIdleConnectionsAfterAWhileOnly() throws Exception {
        try (RawClient client = client()) {
            assertThat(client.get("/").hear().status()).isEqualTo(200);
            Thread.sleep(600);
            assertThat(client.get("/").hear().status()).isEqualTo(200);
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @Test
    void servesOthersWhile5000ConnectionsAreIdle() throws Exception {
        List<SocketChannel> idle = new ArrayList<>();
        try (HttpListener patient = Sample.listen(Sample::count)) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), patient.port());
            for (int i = 0; i < 5000; i++) {
                idle.add(SocketChannel.open(address));
            }
            await().until(() -> patient.connections() == 5000);
            long start = System.nanoTime();
            try (RawClient client = RawClient.to(patient.port())) {
                for (int i = 0; i < 50; i++) {
                    assertThat(client.get("/").hear().status()).isEqualTo(200);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5));
        } finally {
            for (SocketChannel each : idle) {
                each.close();
            }
        }
    }

    @Test
    void makesRoomAtTheCostOfWhoIsIdleLongest() throws IOException {
        HttpConfig config = Sample.CONFIG.with(new ConnectionLimits(3, 0, 1));
        try (HttpListener small = HttpListener.start(config, Sample::count);
                RawClient first = RawClient.to(small.port());
                RawClient second = RawClient.to(small.port());
                RawClient third = RawClient.to(small.port())) {
            for (RawClient each : List.of(first, second, third, first)) {
                assertThat(each.get("/").hear().status()).isEqualTo(200);
                pause(50); // Idle from when the server is done, a little after its answer.
            }
            try (RawClient fourth = RawClient.to(small.port())) {
                assertThat(fourth.get("/").hear().status()).isEqualTo(200);
                assertThat(second.closesWithin(3000)).isTrue();
                assertThat(first.get("/").hear().status()).isEqualTo(200);
                assertThat(small.connections()).isEqualTo(3);
            }
        }
    }

    @Test
    void makesRoomAtTheCostOfWhoSaysHalfAHead() throws IOException {
        HttpConfig config = Sample.CONFIG.with(new ConnectionLimits(2, 0, 1));
        try (HttpListener small = HttpListener.start(config, Sample::count);
                RawClient first = RawClient.to(small.port()).say("G");
                RawClient second = RawClient.to(small.port()).say("GET / HTTP/1.1\nHo")) {
            await().until(() -> small.connections() == 2);
            pause(50); // So that both are heard.
            try (RawClient third = RawClient.to(small.port())) {
                assertThat(third.get("/").hear().status()).isEqualTo(200);
                assertThat(first.closesWithin(3000)).isTrue();
                assertThat(second.say("st: h\n\n").hear().status()).isEqualTo(200);
            }
        }
    }
}
