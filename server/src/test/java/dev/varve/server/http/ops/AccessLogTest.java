package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.RequestObserver.Refused;
import dev.varve.server.http.Served;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-04T05:06:07.000008Z"));
    private static final Served SERVED =
            new Served(200, 12, 3456, Duration.ofNanos(7_890), Duration.ofMillis(12), true);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private AccessLog log(AccessFormat format) {
        return new AccessLog(format, CLOCK, lines::add);
    }

    private static SampleRequest request() {
        SampleRequest request =
                SampleRequest.of("PUT", "/b/a%20k?partNumber=1&X-Amz-Signature=abc")
                        .with("user-agent", "aws \"cli\"");
        request.note().operation("UploadPart").principal("u1").bucket("b");
        return request;
    }

    @Test
    void writesTextLikeTheCommonLogFormat() {
        try (AccessLog log = log(AccessFormat.TEXT)) {
            log.finished(request(), SERVED);
        }
        assertThat(lines)
                .containsExactly(
                        "192.0.2.7 - u1 [04/Mar/2026:05:06:07 +0000]"
                                + " \"PUT /b/a%20k?partNumber=1&X-Amz-Signature=***\" 200 3456"
                                + " 0123456789ABCDEF UploadPart b 12 7us 12000us whole"
                                + " \"aws \\u0022cli\\u0022\"");
    }

    @Test
    void writesJson() {
        try (AccessLog log = log(AccessFormat.JSON)) {
            log.finished(request(), SERVED);
        }
        assertThat(lines)
                .containsExactly(
                        "{\"time\":\"2026-03-04T05:06:07.000008Z\",\"id\":\"0123456789ABCDEF\","
                                + "\"address\":\"192.0.2.7\",\"principal\":\"u1\",\"method\":\"PUT\","
                                + "\"path\":\"/b/a%20k\","
                                + "\"query\":\"partNumber=1&X-Amz-Signature=***\","
                                + "\"operation\":\"UploadPart\",\"bucket\":\"b\",\"status\":200,"
                                + "\"bytes_in\":12,\"bytes_out\":3456,\"first_byte_us\":7,"
                                + "\"total_us\":12000,\"complete\":true,"
                                + "\"user_agent\":\"aws \\\"cli\\\"\"}");
    }

    @Test
    void noValueCanEndALineOrHideInIt() {
        for (AccessFormat format : AccessFormat.values()) {
            lines.clear();
            try (AccessLog log = log(format)) {
                SampleRequest request =
                        SampleRequest.of("GET\r\nX", "/\n\u2028\u001b[31m\\\"")
                                .with("user-agent", "a\r\nb\u0000\u202e");
                request.note().bucket("b c\nd");
                log.finished(request, SERVED);
            }
            assertThat(lines).singleElement().asString().matches("[ -~]+");
        }
    }

    @Test
    void logsWhatWasNoRequest() {
        try (AccessLog log = log(AccessFormat.TEXT)) {
            log.refused(new Refused("ID", "192.0.2.7", "", "/x?Signature=s", 400));
        }
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("\"- /x?Signature=***\" 400 0 ID Malformed");
    }

    @Test
    void neverWaitsForASlowReader() {
        CountDownLatch slow = new CountDownLatch(1);
        Consumer<String> sink =
                line -> {
                    await(slow);
                    lines.add(line);
                };
        try (AccessLog log = new AccessLog(AccessFormat.TEXT, CLOCK, sink, 10)) {
            long start = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                log.finished(request(), SERVED);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            slow.countDown();
        }
        assertThat(lines).hasSizeBetween(10, 12);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesOnAfterAWriteThatFailed() {
        Consumer<String> sink =
                line -> {
                    lines.add(line);
                    if (lines.size() == 1) {
                        throw new IllegalStateException("full");
                    }
                };
        try (AccessLog log = new AccessLog(AccessFormat.TEXT, CLOCK, sink)) {
            log.finished(request(), SERVED);
            log.finished(request(), SERVED);
        }
        assertThat(lines).hasSize(2);
    }
}
