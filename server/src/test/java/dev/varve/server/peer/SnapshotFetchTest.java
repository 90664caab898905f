package dev.varve.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ship.ChainEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A snapshot of a member that answers in all the wrong ways.
@Timeout(60)
class SnapshotFetchTest {
    private static final byte[] CONTENT = content();

    @TempDir private Path home;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private PeerClient client;
    private Answer answer = SnapshotFetchTest::rest;

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange asked, int from) throws IOException;
    }

    private static byte[] content() {
        byte[] bytes = new byte[400_000];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext(
                PeerPaths.SNAPSHOTS + "7",
                asked -> {
                    String range = asked.getRequestHeaders().getFirst("range");
                    ranges.add(String.valueOf(range));
                    int from =
                            range == null
                                    ? 0
                                    : Integer.parseInt(range.substring(6, range.length() - 1));
                    try (asked) {
                        answer.to(asked, from);
                    }
                });
        server.setExecutor(threads);
        server.start();
        client =
                new PeerClient(
                        PeerClient.http().build(),
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        new NodeId(1),
                        () -> PeerToken.of(new byte[] {1}),
                        Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        threads.close();
    }

    private static void rest(HttpExchange asked, int from) throws IOException {
        give(asked, from, CONTENT.length);
    }

    /// Says that all the rest will come, and breaks off.
    private static void give(HttpExchange asked, int from, int to) throws IOException {
        asked.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
        asked.getResponseBody().write(CONTENT, from, to - from);
        asked.getResponseBody().flush();
    }

    private static SeedOffer.Snapshot snapshot(long bytes) {
        return new SeedOffer.Snapshot(
                bytes,
                new ChainEnd(new Position(7), Hash256.ZERO, HybridTime.ZERO, 1, Bytes.EMPTY));
    }

    private byte[] fetch(long bytes) throws IOException {
        Path file = home.resolve("incoming");
        new SnapshotFetch(client, new Bandwidth(0), Duration.ofMillis(1))
                .into(file, snapshot(bytes));
        return Files.readAllBytes(file);
    }

    @Test
    void goesOnWhereItWasCut() throws IOException {
        answer = (asked, from) -> give(asked, from, Math.min(CONTENT.length, from + 90_000));
        assertThat(fetch(CONTENT.length)).isEqualTo(CONTENT);
        assertThat(ranges).hasSizeGreaterThan(3).startsWith("null", "bytes=90000-");
    }

    @Test
    void givesUpWhereNothingComes() {
        answer = (asked, from) -> give(asked, from, from == 0 ? 90_000 : from);
        assertThatThrownBy(() -> fetch(CONTENT.length)).isInstanceOf(IOException.class);
        assertThat(ranges).hasSizeLessThan(2 * SnapshotFetch.TRIES);
    }

    @Test
    void takesNoMoreThanWasSaid() {
        assertThatThrownBy(() -> fetch(CONTENT.length - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than was said");
    }

    @Test
    void tellsWhereTheMemberHasItNoMore() {
        answer = (asked, _) -> asked.sendResponseHeaders(404, -1);
        assertThatThrownBy(() -> fetch(CONTENT.length))
                .isInstanceOfSatisfying(
                        PeerRefusal.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void beginsAnewWithAnEmptyFile() throws IOException {
        Files.write(home.resolve("incoming"), new byte[1_000_000]);
        assertThat(fetch(CONTENT.length)).isEqualTo(CONTENT);
    }

    @Test
    void aMemberGivesAFileFromAnyByteOn() throws IOException {
        Path file = Files.write(home.resolve("file"), CONTENT);
        for (int from : new int[] {0, 1, 65_536, 399_999}) {
            try (FileAnswer given = FileAnswer.of(file, from, new Bandwidth(0)).orElseThrow()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                given.writeTo(out);
                assertThat(out.toByteArray())
                        .hasSize((int) given.length())
                        .isEqualTo(Arrays.copyOfRange(CONTENT, from, CONTENT.length));
            }
        }
        assertThat(FileAnswer.of(home.resolve("none"), 0, new Bandwidth(0))).isEmpty();
        assertThatThrownBy(() -> FileAnswer.of(file, CONTENT.length, new Bandwidth(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
