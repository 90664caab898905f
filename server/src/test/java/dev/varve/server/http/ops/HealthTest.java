package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.ops.Health.Check;
import dev.varve.server.http.ops.Health.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {
    static String text(HttpResponse response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        response.content().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isReadyWhenAllChecksAre() throws IOException {
        Health health =
                new Health(
                        List.of(
                                new Check("journal", () -> new Result(true, "position 7")),
                                new Check("disk", () -> Result.OK)));
        assertThat(health.ready().status()).isEqualTo(200);
        assertThat(text(health.ready()))
                .isEqualTo(
                        "{\"status\":\"ready\",\"checks\":["
                                + "{\"name\":\"journal\",\"ok\":true,\"detail\":\"position 7\"},"
                                + "{\"name\":\"disk\",\"ok\":true,\"detail\":\"\"}]}");
    }

    @Test
    void saysWhichCheckFails() throws IOException {
        Health health =
                new Health(
                        List.of(
                                new Check("good", () -> Result.OK),
                                new Check("bad", () -> new Result(false, "a \"word\"\n")),
                                new Check(
                                        "broken",
                                        () -> {
                                            throw new IllegalStateException("gone");
                                        })));
        HttpResponse ready = health.ready();
        assertThat(ready.status()).isEqualTo(503);
        assertThat(text(ready))
                .startsWith("{\"status\":\"failing\"")
                .contains("{\"name\":\"good\",\"ok\":true")
                .contains("\"ok\":false,\"detail\":\"a \\\"word\\\"\\u000a\"")
                .contains("\"name\":\"broken\",\"ok\":false")
                .contains("gone");
        assertThat(health.live().status()).isEqualTo(200);
        assertThat(text(health.live())).isEqualTo("{\"status\":\"live\"}");
    }

    @Test
    void isNotReadyOnceItDrains() throws IOException {
        Health health = new Health(List.of());
        assertThat(health.ready().status()).isEqualTo(200);
        health.drain();
        assertThat(health.ready().status()).isEqualTo(503);
        assertThat(text(health.ready())).contains("draining");
        assertThat(health.live().status()).isEqualTo(200);
    }

    @Test
    void waitsForNoCheckThatHangsAndAsksItNoSecondTime() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch hang = new CountDownLatch(1);
        Health health =
                new Health(
                        List.of(
                                new Check(
                                        "slow",
                                        () -> {
                                            asked.incrementAndGet();
                                            await(hang);
                                            return Result.OK;
                                        })),
                        Duration.ofMillis(50));
        for (int i = 0; i < 3; i++) {
            assertThat(text(health.ready())).contains("no answer in time");
        }
        assertThat(asked).hasValue(1);
        hang.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
