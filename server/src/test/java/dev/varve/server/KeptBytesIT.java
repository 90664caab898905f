package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which bytes a second node keeps, and what happens where it can take none.
@Timeout(120)
class KeptBytesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "content-type: application/json";
    private static final String TOKEN = "what-members-of-this-test-know";

    @TempDir private Path directory;
    private NodeKit nodes = new NodeKit(Path.of(""));
    private int made;

    @BeforeEach
    void start() throws Exception {
        nodes = new NodeKit(directory).withSecret("VARVE_CLUSTER_TOKEN", TOKEN);
        nodes.start("a");
        nodes.join("b", "a");
        assertThat(nodes.curl("a", "/kept", "-X", "PUT")).isEmpty();
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    /// The second member keeps only what this says.
    private void layout(int factor, String member) throws Exception {
        ObjectNode layout =
                (ObjectNode) JSON.readTree(nodes.curl("a", "/v1/cluster")).get("layout");
        layout.remove("epoch");
        layout.put("factor", factor);
        for (JsonNode each : layout.get("members")) {
            if (each.get("name").asText().equals("b")) {
                ((ObjectNode) each).setAll((ObjectNode) JSON.readTree(member));
            }
        }
        assertThat(nodes.curl("a", "/v1/cluster", "-X", "PUT", "-H", TYPE, "-d", layout.toString()))
                .contains("\"epoch\"")
                .doesNotContain("problem");
    }

    private Path put(String key) throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(++made).nextBytes(bytes);
        Path file = Files.write(directory.resolve("sent" + made), bytes);
        assertThat(nodes.curl("a", "/kept/" + key, "-T", file.toString())).isEmpty();
        return file;
    }

    private void awaitKey(String key, int size) {
        String length = Integer.toString(size);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(nodes.curl("b", "/kept/" + key, "-I")).contains(length));
    }

    private void assertReads(String key, Path file) throws Exception {
        Path got = directory.resolve("got");
        nodes.curl("b", "/kept/" + key, "-o", got.toString());
        assertThat(got).hasSameBinaryContentAs(file);
    }

    /// Bytes of packs and large blobs of the second node.
    private long kept() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("b").resolve("blobs"))) {
            return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void whatANewLayoutGivesToTheNodeComesByItself() throws Exception {
        layout(1, "{\"weight\":0}");
        Path first = put("first");
        Path second = put("second");
        awaitKey("second", 200_000);
        awaitLookedAt();
        assertThat(fetched()).isZero();
        layout(2, "{\"weight\":1}");
        await().atMost(SOON).until(() -> fetched() == 2);
        awaitLookedAt();
        nodes.stop("a");
        assertReads("first", first);
        assertReads("second", second);
    }

    /// Until all versions were looked at for the layout in force.
    private void awaitLookedAt() throws Exception {
        long epoch = JSON.readTree(nodes.curl("a", "/v1/cluster")).at("/layout/epoch").asLong();
        await().atMost(SOON)
                .untilAsserted(() -> {
                    String owed = nodes.curl("b", "/v1/consumers/owed-bytes");
                    assertThat(JSON.readTree(owed).at("/figures/epoch").asLong())
                            .as(owed)
                            .isEqualTo(epoch);
                });
    }

    @Test
    void backfillFetchesWhatANewLayoutGivesToTheNode() throws Exception {
        assertThat(nodes.curl("b", "/v1/consumers/owed-bytes/pause", "-X", "POST"))
                .contains("paused");
        layout(1, "{\"weight\":0}");
        Path first = put("first");
        Path second = put("second");
        awaitKey("second", 200_000);
        layout(2, "{\"weight\":1}");
        Path third = put("third");
        await().atMost(SOON).until(() -> fetched() >= 1);
        assertThat(fetched()).isEqualTo(1);
        JsonNode done = backfill();
        assertThat(done.at("/figures/fetched").asInt()).isEqualTo(2);
        assertThat(done.at("/figures/fetched_bytes").asInt()).isEqualTo(400_000);
        assertThat(done.at("/figures/absent").asInt()).isZero();
        assertThat(backfill().at("/figures/fetched").asInt()).isZero();
        nodes.stop("a");
        assertReads("first", first);
        assertReads("second", second);
        assertReads("third", third);
    }

    /// How often the first node was asked for a blob.
    private long fetched() throws IOException {
        return Files.readString(directory.resolve("a.log"))
                .lines()
                .filter(line -> line.contains("/~peer/v1/blobs/"))
                .count();
    }

    private JsonNode backfill() throws Exception {
        String begun = nodes.curl("b", "/v1/cluster/backfill", "-X", "POST");
        String job = "/v1/maintenance/jobs/" + JSON.readTree(begun).path("id").asText();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(nodes.curl("b", job)).contains("\"state\":\"done\""));
        return JSON.readTree(nodes.curl("b", job));
    }

    @Test
    void aMemberKeepsNothingOfWhatItExcludesAndReadsItFromOthers() throws Exception {
        layout(0, "{\"exclude\":[\"*/tmp/\"]}");
        Path excluded = put("tmp/k");
        put("k");
        awaitKey("k", 200_000);
        await().atMost(SOON).until(() -> fetched() >= 1);
        assertThat(fetched()).isEqualTo(1);
        assertReads("tmp/k", excluded);
        assertThat(fetched()).isEqualTo(2);
    }

    @Test
    void aFollowerThatTakesNothingHoldsUpNobody() throws Exception {
        URI a = URI.create(nodes.url("a"));
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), a.getPort()));
            JsonNode cluster = JSON.readTree(nodes.curl("b", "/v1/cluster"));
            String asked =
                    "GET /~peer/v1/journal?node=%s&incarnation=1&after=-1&bytes=1&by=%s HTTP/1.1\r\n"
                            .formatted(
                                    JSON.readTree(nodes.curl("a", "/v1/cluster"))
                                            .get("node")
                                            .asText(),
                                    cluster.get("node").asText());
            slow.getOutputStream()
                    .write(
                            (asked + "host: a\r\nauthorization: Bearer " + token() + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            slow.setSoTimeout(10_000);
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            putMany();
            awaitKey("small159", 60_000);
            awaitKey("small100", 60_000);
        }
    }

    /// More than all buffers between the two ends of a connection hold.
    private void putMany() throws Exception {
        byte[] small = new byte[60_000]; // goes beside its event
        for (int i = 100; i < 160; i++) {
            new Random(i).nextBytes(small);
            Files.write(directory.resolve("small" + i), small);
            new Random(-i).nextBytes(small);
            Files.write(directory.resolve("smell" + i), small);
        }
        for (String name : List.of("smell", "small")) {
            String files = directory.resolve(name) + "[100-159]";
            assertThat(nodes.curl("a", "/kept/", "-T", files)).isEmpty();
        }
    }

    private static String token() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] shown = mac.doFinal("varve peer token 1".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(shown);
    }

    @Test
    void aFollowerWithoutRoomGetsItAllOnceThereIsRoom() throws Exception {
        nodes.stop("b");
        nodes.with("space.min-free-bytes", "900TiB").join("b", "a");
        long before = kept();
        Path file = put("k");
        assertThat(nodes.curl("a", "/kept/k", "-I")).contains("200000");
        await().during(Duration.ofSeconds(1)).until(() -> kept() < before + 200_000);
        nodes.stop("b");
        nodes.with("space.min-free-bytes", "0").join("b", "a");
        awaitKey("k", 200_000);
        await().atMost(SOON).until(() -> kept() >= before + 200_000);
        nodes.stop("a");
        assertReads("k", file);
    }
}
