package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.ScriptedServer;
import dev.varve.tools.s3.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HammerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String NO = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    private static final Wire REQUEST = Wire.unsigned(S3Request.of("GET", "/x"), "localhost");

    private static Step asking() {
        return connection -> {
            Step.exchange(connection, REQUEST);
            return 5;
        };
    }

    private static Reading hammer(String... script) throws IOException {
        AtomicInteger seconds = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(script)) {
            return new Hammer(server.address(), () -> Duration.ofSeconds(seconds.getAndIncrement()))
                    .run(Work.large("x", HammerTest::asking), script.length, Duration.ZERO);
        }
    }

    @Test
    void eachConnectionTakesAtLeastOneStep() throws IOException {
        Reading reading = hammer(OK, OK, OK);
        assertThat(reading.requests()).isEqualTo(3);
        assertThat(reading.cpuSecondsPerGigabyte()).isEqualTo(1 / 15.0 * 1e9);
    }

    @Test
    void failsWhenLoadIsRefused() {
        assertThatThrownBy(() -> hammer(OK, NO)).hasMessageContaining("refused");
    }
}
