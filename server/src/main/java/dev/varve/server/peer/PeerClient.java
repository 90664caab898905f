package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.ship.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/// Asks another member. For any number of threads.
public final class PeerClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int MAX_REASON = 500;
    private static final int MAX_ANSWER = 1 << 20;

    private final HttpClient http;
    private final URI base;
    private final NodeId self;
    private final Supplier<PeerToken> token;
    private final Duration patience;

    /// @param self who asks
    PeerClient(HttpClient http, URI base, NodeId self, Supplier<PeerToken> token) {
        this(http, base, self, token, ANSWER);
    }

    /// @param patience with a member that says nothing in the middle of what it gives
    PeerClient(
            HttpClient http, URI base, NodeId self, Supplier<PeerToken> token, Duration patience) {
        this.http = http;
        this.base = base;
        this.self = self;
        this.token = token;
        this.patience = patience;
    }

    static HttpClient.Builder http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    /// What the peer's journal has from there on, until one of both ends it. Who reads watches over it.
    InputStream journal(Request request, boolean withBytes) throws IOException {
        String query =
                origin(request.origin())
                        + "&after="
                        + request.after()
                        + (request.relay() ? "&relay=1" : "")
                        + (withBytes ? "&bytes=1" : "");
        return send(request(PeerPaths.JOURNAL + "?" + query).GET().build());
    }

    /// The bytes of a blob from there on.
    InputStream blob(BlobId id, long from) throws IOException {
        return open(PeerPaths.BLOBS + id + "?", from == 0 ? "" : "bytes=" + from + "-");
    }

    PeerIdentity identity() throws IOException {
        try (InputStream in = open(PeerPaths.IDENTITY + "?", "")) {
            return PeerIdentity.read(in.readNBytes(MAX_ANSWER));
        }
    }

    /// With what a new node may begin.
    SeedOffer seed() throws IOException {
        try (InputStream in = open(PeerPaths.SEED + "?", "")) {
            return SeedOffer.read(in.readNBytes(MAX_ANSWER));
        }
    }

    /// The bytes of a snapshot from there on.
    InputStream snapshot(Position position, long from) throws IOException {
        return open(PeerPaths.SNAPSHOTS + position + "?", from == 0 ? "" : "bytes=" + from + "-");
    }

    /// Keys that members share, sealed with the secret that they share.
    Bytes keys() throws IOException {
        try (InputStream in = open(PeerPaths.KEYS + "?", "")) {
            return Bytes.of(in.readNBytes(MAX_ANSWER));
        }
    }

    /// Tells how much of the peer's journal is durable here.
    void tell(Origin origin, Acks.Told told) throws IOException {
        String query =
                origin(origin)
                        + "&events="
                        + told.held().events()
                        + "&bytes="
                        + told.held().bytes()
                        + "&as="
                        + told.by().incarnation()
                        + "&last="
                        + told.last();
        HttpRequest request =
                request(PeerPaths.PROGRESS + "?" + query)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        send(request).close();
    }

    private static String origin(Origin origin) {
        return "node=" + PeerWords.text(origin.node()) + "&incarnation=" + origin.incarnation();
    }

    private InputStream open(String path, String range) throws IOException {
        HttpRequest.Builder request = request(path).GET();
        if (!range.isEmpty()) {
            request.header("range", range);
        }
        return new Attended(send(request.build()), patience);
    }

    private HttpRequest.Builder request(String path) {
        String separator = path.endsWith("?") ? "" : "&";
        return HttpRequest.newBuilder(base.resolve(path + separator + "by=" + PeerWords.text(self)))
                .timeout(ANSWER)
                .header("authorization", token.get().header());
    }

    private InputStream send(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            try (InputStream body = answer.body()) {
                String reason =
                        new String(body.readNBytes(MAX_REASON), StandardCharsets.UTF_8).strip();
                throw new PeerRefusal(answer.statusCode(), reason);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + base.getAuthority() + " was asked", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
