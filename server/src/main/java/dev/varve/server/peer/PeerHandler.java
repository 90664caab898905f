package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.PinnedBlob;
import dev.varve.log.Position;
import dev.varve.replication.ship.Request;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers other members of the cluster. Who cannot show that he is one learns nothing.
public final class PeerHandler implements Handler {
    private static final String BYTES = "application/octet-stream";
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-");

    private final PeerService service;

    public PeerHandler(PeerService service) {
        this.service = service;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            return request.rawPath().equals(PeerPaths.JOIN) ? join(request) : member(request);
        } catch (Failed e) {
            return HttpResponse.of(e.code().status(), "text/plain", e.text() + "\n");
        }
    }

    private HttpResponse member(HttpRequest request) {
        if (!service.isMember(request)) {
            throw new Failed(
                    ErrorCode.ACCESS_DENIED, "Only members of the cluster are answered here.");
        }
        try {
            return switch (request.rawPath()) {
                case PeerPaths.JOURNAL -> journal(request);
                case PeerPaths.PROGRESS -> progress(request);
                case PeerPaths.KEYS -> bytes(service.keys());
                case PeerPaths.IDENTITY -> bytes(service.identity().bytes());
                case PeerPaths.SEED -> bytes(service.seed(by(request)).bytes());
                default ->
                        request.rawPath().startsWith(PeerPaths.SNAPSHOTS)
                                ? snapshot(request)
                                : blob(request);
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private static HttpResponse bytes(Bytes bytes) {
        return HttpResponse.of(200)
                .header("content-type", BYTES)
                .header("cache-control", "no-store")
                .content(HttpResponse.Content.bytes(bytes.toArray()));
    }

    private HttpResponse journal(HttpRequest request) {
        QueryString query = request.query();
        Origin origin = PeerWords.origin(query);
        Position after = PeerWords.position(query, "after");
        Request asked =
                query.has("relay") ? Request.relay(origin, after) : Request.own(origin, after);
        return HttpResponse.of(200)
                .header("content-type", BYTES)
                .header("cache-control", "no-store")
                .content(service.stream(PeerWords.node(query, "by"), asked, query.has("bytes")));
    }

    private HttpResponse progress(HttpRequest request) {
        QueryString query = request.query();
        Acks.Held held =
                new Acks.Held(
                        PeerWords.position(query, "events"), PeerWords.position(query, "bytes"));
        NodeId by = PeerWords.node(query, "by");
        boolean says = query.has("last");
        service.told(
                PeerWords.origin(query),
                says
                        ? new Acks.Told(
                                new Origin(by, PeerWords.number(query, "as")),
                                held,
                                PeerWords.position(query, "last"))
                        : Acks.Told.ofEarlierRelease(by, held));
        return HttpResponse.of(204);
    }

    private HttpResponse snapshot(HttpRequest request) {
        String name = request.rawPath().substring(PeerPaths.SNAPSHOTS.length());
        long from = from(request);
        HttpResponse.Content content =
                service.snapshot(by(request), new Position(Long.parseLong(name)), from)
                        .orElseThrow(() ->
                                new Failed(ErrorCode.NO_SUCH_KEY, "The snapshot is not here."));
        return HttpResponse.of(from == 0 ? 200 : 206)
                .header("content-type", BYTES)
                .header("cache-control", "no-store")
                .content(content);
    }

    private HttpResponse blob(HttpRequest request) {
        if (!request.rawPath().startsWith(PeerPaths.BLOBS)) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "There is no such path.");
        }
        BlobId id = PeerWords.blob(request.rawPath().substring(PeerPaths.BLOBS.length()));
        PinnedBlob blob =
                service.pin(id)
                        .orElseThrow(
                                () -> new Failed(ErrorCode.NO_SUCH_KEY, "The blob is not here."));
        long from = from(request);
        if (from >= blob.length()) {
            blob.close();
            throw new Failed(ErrorCode.INVALID_RANGE, "The blob has " + blob.length() + " bytes.");
        }
        HttpResponse answer =
                HttpResponse.of(from == 0 ? 200 : 206)
                        .header("content-type", BYTES)
                        .header("x-varve-length", Long.toString(blob.length()));
        if (request.method().equals("HEAD")) {
            blob.close();
            return answer;
        }
        return answer.content(service.answer(blob, from));
    }

    private static long from(HttpRequest request) {
        String range = request.headers().get("range", "");
        if (range.isEmpty()) {
            return 0;
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a range is 'bytes=N-' here");
        }
        return Long.parseLong(matcher.group(1));
    }

    private HttpResponse join(HttpRequest request) {
        return bytes(service.join(request));
    }

    /// Who asks, as it says.
    static NodeId by(HttpRequest request) {
        return PeerWords.node(request.query(), "by");
    }
}
