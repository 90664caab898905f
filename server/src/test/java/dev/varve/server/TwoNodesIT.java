package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes that follow each other over real sockets.
@Timeout(120)
class TwoNodesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path directory;
    private NodeKit nodes = new NodeKit(Path.of(""));

    @BeforeEach
    void start() throws Exception {
        nodes = new NodeKit(directory);
        nodes.start("a");
        nodes.join("b", "a");
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void eachShowsWhatTheOtherTook() throws Exception {
        assertThat(nodes.curl("a", "/photos", "-X", "PUT")).isEmpty();
        assertThat(nodes.curl("a", "/photos/k", "-X", "PUT", "-d", "of a")).isEmpty();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(nodes.curl("b", "/photos/k")).isEqualTo("of a"));
        assertThat(nodes.curl("b", "/photos/k", "-X", "PUT", "-d", "of b")).isEmpty();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(nodes.curl("a", "/photos/k")).isEqualTo("of b"));
    }

    @Test
    void bytesComeHoweverMany() throws Exception {
        byte[] large = new byte[3 << 20];
        new Random(5).nextBytes(large);
        Path file = Files.write(directory.resolve("large"), large);
        assertThat(nodes.curl("a", "/photos", "-X", "PUT")).isEmpty();
        assertThat(nodes.curl("a", "/photos/k", "-T", file.toString())).isEmpty();
        Path got = directory.resolve("got");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    nodes.curl("b", "/photos/k", "-o", got.toString());
                    assertThat(got).hasSameBinaryContentAs(file);
                });
        nodes.stop("a");
        nodes.curl("b", "/photos/k", "-o", got.toString());
        assertThat(got).hasSameBinaryContentAs(file);
    }

    @Test
    void deletesTravelToo() throws Exception {
        assertThat(nodes.curl("a", "/photos", "-X", "PUT")).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(nodes.curl("a", "/photos/a" + i, "-X", "PUT", "-d", "a")).isEmpty();
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(nodes.curl("b", "/photos/a4")).isEqualTo("a"));
        assertThat(nodes.curl("b", "/photos/a4", "-X", "DELETE")).isEmpty();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(nodes.curl("a", "/photos/a4")).contains("NoSuchKey"));
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        assertThat(nodes.curl("a", "/photos", "-X", "PUT")).isEmpty();
        nodes.stop("b");
        assertThat(nodes.curl("a", "/photos/k", "-X", "PUT", "-d", "of a")).isEmpty();
        nodes.join("b", "a");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(nodes.curl("b", "/photos/k")).isEqualTo("of a"));
    }

    @Test
    void whatIsAnsweredIsOnTheOtherNodeToo() throws Exception {
        nodes.stop("a");
        nodes.with("cluster.ack", "peers:1").start("a");
        nodes.curl("a", "/photos", "-X", "PUT");
        // Refused for as long as the other one has not come back.
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(nodes.curl("a", "/photos/k", "-X", "PUT", "-d", "of a"))
                                .isEmpty());
        assertThat(nodes.curl("b", "/photos/k")).isEqualTo("of a");
        nodes.stop("b");
        assertThat(nodes.curl("a", "/photos/k", "-X", "PUT", "-d", "alone"))
                .contains("<Code>ServiceUnavailable</Code>");
    }

    @Test
    void nobodyElseIsAnswered() throws Exception {
        assertThat(
                        nodes.curl(
                                "a",
                                "/~peer/v1/journal?node=0000000000000000&incarnation=1&after=-1",
                                "-H",
                                "authorization: Bearer 00"))
                .contains("Only members");
    }
}
