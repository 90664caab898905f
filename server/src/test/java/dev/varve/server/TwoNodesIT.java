package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /// Its maker had seen no revocation, so it is good on no node that knows of one; positions of the nodes'
    /// journals, which differ, say nothing.
    @Test
    void whatRevokesLinksDoesSoOnBothForThoseOfBoth() throws Exception {
        assertThat(nodes.curl("a", "/photos", "-X", "PUT")).isEmpty();
        assertThat(nodes.curl("a", "/photos/k", "-X", "PUT", "-d", "of a")).isEmpty();
        for (int i = 0; i < 20; i++) {
            assertThat(nodes.curl("b", "/of-b-" + i, "-X", "PUT")).isEmpty();
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(nodes.curl("b", "/photos/k")).isEqualTo("of a"));
        String ofA = link("a");
        String ofB = link("b");
        assertThat(followed(ofA)).containsOnly("of a");
        assertThat(followed(ofB)).containsOnly("of a");

        nodes.curl("a", "/v1/links/revoke-all", "-X", "POST");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(followed(ofA)).allMatch(answer -> answer.contains("LinkRevoked"));
                    assertThat(followed(ofB)).allMatch(answer -> answer.contains("LinkRevoked"));
                });
        assertThat(followed(link("a"))).containsOnly("of a");
        assertThat(followed(link("b"))).containsOnly("of a");
    }

    /// The path of a link that reads the one object.
    private String link(String node) throws Exception {
        String body = "{\"method\": \"GET\", \"bucket\": \"photos\", \"key\": \"k\"}";
        String made = nodes.curl(node, "/v1/links", "-d", body);
        Matcher url = Pattern.compile("\"url\":\"https?://[^/]+(/[^\"]+)\"").matcher(made);
        assertThat(url.find()).as(made).isTrue();
        return url.group(1);
    }

    /// What each node answers to whoever comes with it.
    private List<String> followed(String link) throws Exception {
        List<String> answers = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String node : List.of("a", "b")) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(nodes.url(node) + link)).build();
                answers.add(client.send(request, BodyHandlers.ofString()).body());
            }
        }
        return answers;
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
