package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorRenderer;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.helidon.RawClient.Reply;
import dev.varve.server.http.ops.Health;
import dev.varve.server.http.ops.Metrics;
import dev.varve.server.http.ops.SystemPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DrainIT {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private HttpResponse slow(HttpRequest request) {
        entered.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sample.text("interrupted");
        }
        return Sample.text("done");
    }

    @Test
    void letsRequestsInFlightComeToTheirEnd() throws Exception {
        HttpListener listener = Sample.listen(this::slow);
        try (RawClient busy = RawClient.to(listener.port());
                RawClient idle = RawClient.to(listener.port())) {
            busy.get("/");
            entered.await();
            Thread closing = Thread.ofVirtual().start(listener::close);
            assertThat(idle.closesWithin(5000)).isTrue();
            int port = portOf(listener);
            go.countDown();
            Reply reply = busy.hear();
            assertThat(reply.text()).isEqualTo("done");
            assertThat(reply.header("connection")).contains("close");
            closing.join();
            assertThat(listener.connections()).isZero();
            assertThat(port).isEqualTo(-1);
        }
    }

    /// -1 once it does not listen any more.
    private static int portOf(HttpListener listener) {
        try {
            return listener.port();
        } catch (UncheckedIOException e) {
            return -1;
        }
    }

    @Test
    void cutsOffWhatTakesTooLong() throws Exception {
        HttpListener listener = HttpListener.start(Sample.IMPATIENT, this::slow);
        try (RawClient busy = RawClient.to(listener.port())) {
            busy.get("/");
            entered.await();
            long start = System.nanoTime();
            listener.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(600), Duration.ofSeconds(4));
            assertThat(busy.closesWithin(2000)).isTrue();
        } finally {
            go.countDown();
        }
    }

    @Test
    void stopsAcceptingAndMayBeClosedTwice() {
        HttpListener listener = Sample.listen(this::slow);
        int port = listener.port();
        listener.close();
        listener.close();
        assertThatThrownBy(() -> RawClient.to(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void isNotReadyFromTheMomentItCloses() throws Exception {
        Health health = new Health(List.of());
        try (Metrics metrics = new Metrics(Optional.empty())) {
            Handler paths = new SystemPaths(health, metrics, this::slow);
            HttpListener listener =
                    HttpListener.start(
                            Sample.CONFIG,
                            paths,
                            new HttpListener.Hooks(
                                    ErrorRenderer.PLAIN, RequestObserver.NONE, health::drain));
            try (RawClient busy = RawClient.to(listener.port());
                    RawClient asking = RawClient.to(listener.port())) {
                assertThat(asking.get("/health/ready").hear().status()).isEqualTo(200);
                busy.get("/");
                entered.await();
                asking.say("GET /health/ready HTTP/1.1\nX-");
                Thread.sleep(100);
                Thread closing = Thread.ofVirtual().start(listener::close);
                Thread.sleep(100);
                assertThat(asking.say(": 1\nHost: h\n\n").hear().status()).isEqualTo(503);
                go.countDown();
                assertThat(busy.hear().text()).isEqualTo("done");
                closing.join();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
