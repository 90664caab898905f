package dev.varve.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.varve.log.BlobId;
import dev.varve.log.NodeId;
import dev.varve.log.PinnedBlob;
import dev.varve.log.memory.MemoryBlobStore;
import dev.varve.replication.Bandwidth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bytes of members that answer in all the wrong ways.
@Timeout(60)
class FetchingTest {
    private static final byte[] CONTENT = content();

    private final MemoryBlobStore blobs = new MemoryBlobStore();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<PeerClient> clients = new ArrayList<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlobId id = BlobId.sha256(sha256(CONTENT));

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange asked) throws IOException;
    }

    private static byte[] content() {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        clients.forEach(PeerClient::close);
        servers.forEach(server -> server.stop(0));
        threads.close();
    }

    private Fetching of(Answer... members) throws IOException {
        for (Answer member : members) {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
            server.createContext(
                    "/",
                    asked -> {
                        ranges.add(String.valueOf(asked.getRequestHeaders().getFirst("range")));
                        try (asked) {
                            member.to(asked);
                        }
                    });
            server.setExecutor(threads);
            server.start();
            servers.add(server);
            clients.add(client(server.getAddress().getPort()));
        }
        Collection<PeerClient> all = List.copyOf(clients);
        return new Fetching(blobs, () -> all, new Bandwidth(0));
    }

    private static PeerClient client(int port) {
        return new PeerClient(
                PeerClient.http().build(),
                URI.create("http://127.0.0.1:" + port),
                new NodeId(1),
                () -> PeerToken.of(new byte[] {1}),
                Duration.ofMillis(500));
    }

    private static void give(HttpExchange asked, int status, byte[] body) throws IOException {
        asked.sendResponseHeaders(status, body.length);
        asked.getResponseBody().write(body);
    }

    private static void whole(HttpExchange asked) throws IOException {
        give(asked, 200, CONTENT);
    }

    /// Says that all will come, and breaks off.
    private static void half(HttpExchange asked) throws IOException {
        asked.sendResponseHeaders(200, CONTENT.length);
        asked.getResponseBody().write(CONTENT, 0, 100_000);
        asked.getResponseBody().flush();
    }

    private byte[] kept() throws IOException {
        try (PinnedBlob blob = blobs.pin(id).orElseThrow()) {
            return blob.read(0, blob.length()).readAllBytes();
        }
    }

    /// Each of the two waits for the other to be asked for.
    @Test
    void bringsSeveralAtATimeAndSaysWhichNobodyHas() throws IOException {
        byte[] second = Arrays.copyOf(CONTENT, 1000);
        BlobId other = BlobId.sha256(sha256(second));
        BlobId nowhere = BlobId.sha256(sha256(new byte[] {1}));
        CountDownLatch both = new CountDownLatch(2);
        Answer together =
                asked -> {
                    String path = asked.getRequestURI().getPath();
                    if (path.contains(nowhere.hash().toString())) {
                        give(asked, 404, new byte[0]);
                        return;
                    }
                    both.countDown();
                    boolean met = await(both);
                    byte[] wanted = path.contains(id.hash().toString()) ? CONTENT : second;
                    give(asked, met ? 200 : 503, met ? wanted : new byte[0]);
                };
        assertThat(of(together).bringAll(List.of(nowhere, id, other))).containsExactly(nowhere);
        assertThat(kept()).isEqualTo(CONTENT);
        assertThat(blobs.find(other)).isPresent();
    }

    private static boolean await(CountDownLatch latch) throws IOException {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void keepsNoPageThatTellsOfAnError() throws IOException {
        byte[] page = "<html>Internal Server Error</html>".getBytes(StandardCharsets.UTF_8);
        assertThat(of(asked -> give(asked, 500, page), asked -> give(asked, 404, page)).bring(id))
                .isFalse();
        assertThat(blobs.stats().blobs()).isZero();
    }

    @Test
    void keepsNoOtherBytesThanTheIdNamesAndAsksTheNext() throws IOException {
        byte[] other = CONTENT.clone();
        other[77_777] ^= 1;
        byte[] more = Arrays.copyOf(CONTENT, CONTENT.length + 1);
        byte[] less = Arrays.copyOf(CONTENT, CONTENT.length - 1);
        Fetching fetching =
                of(
                        asked -> give(asked, 200, other),
                        asked -> give(asked, 200, more),
                        asked -> give(asked, 200, less),
                        FetchingTest::whole);
        assertThat(fetching.bring(id)).isTrue();
        assertThat(kept()).isEqualTo(CONTENT);
        assertThat(fetching.fetched()).isEqualTo(1);
        assertThat(ranges).hasSize(4);
    }

    @Test
    void goesOnWhereItWasCut() throws IOException {
        Answer rest =
                asked -> {
                    if (asked.getRequestHeaders().containsKey("range")) {
                        give(asked, 206, Arrays.copyOfRange(CONTENT, 100_000, CONTENT.length));
                    } else {
                        half(asked);
                    }
                };
        assertThat(of(rest).bring(id)).isTrue();
        assertThat(kept()).isEqualTo(CONTENT);
        assertThat(ranges).containsExactly("null", "bytes=100000-");
    }

    @Test
    void asksTheNextWhereOneCannotBeReached() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            clients.add(client(gone.getLocalPort()));
        }
        assertThat(of(FetchingTest::whole).bring(id)).isTrue();
        assertThat(kept()).isEqualTo(CONTENT);
    }

    @Test
    void givesUpOnAMemberThatFallsSilent() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Answer silent =
                asked -> {
                    if (asked.getRequestHeaders().containsKey("range")) {
                        give(asked, 503, new byte[0]);
                        return;
                    }
                    half(asked);
                    await(over);
                };
        try {
            assertThat(of(silent, FetchingTest::whole).bring(id)).isTrue();
        } finally {
            over.countDown();
        }
        assertThat(kept()).isEqualTo(CONTENT);
    }

    @Test
    void tellsWhereNobodyHasIt() throws IOException {
        assertThat(of(asked -> give(asked, 404, new byte[0])).bring(id)).isFalse();
        assertThat(blobs.pinned()).isZero();
    }
}
