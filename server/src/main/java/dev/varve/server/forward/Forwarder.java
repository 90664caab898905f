package dev.varve.server.forward;

import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes whole requests on to a member and its answers back, a piece at a time. Thread-safe.
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    /// After this the body is sent though nobody asked: something between may have swallowed the word.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// What an early answer may still need when the body cannot be sent on.
    private static final Duration EARLY = Duration.ofSeconds(2);

    private static final int SMALL = 64 << 10;

    /// Of the other connection, or said by the listener here.
    private static final Set<String> NOT_PASSED =
            Set.of(
                    "connection",
                    "keep-alive",
                    "transfer-encoding",
                    "content-length",
                    "date",
                    "server",
                    "trailer",
                    "upgrade",
                    "x-amz-request-id",
                    "x-request-id",
                    "ratelimit",
                    "ratelimit-policy");

    private final ForwardSettings settings;
    private final Wires wires;
    private final Semaphore places;

    Forwarder(ForwardSettings settings, SSLContext tls) {
        this.settings = settings;
        this.wires = new Wires(settings, tls);
        this.places = new Semaphore(settings.concurrent());
    }

    /// An attempt that failed, and left the request as it was.
    private static final class Unreached extends Exception {
        private static final long serialVersionUID = 1L;

        Unreached(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /// @param members the first of these that can be connected to gets it
    /// @param hop what this node says of it
    /// @throws Failed where none of them answers
    HttpResponse forward(HttpRequest request, List<Member> members, Headers hop) {
        if (!places.tryAcquire()) {
            throw new Failed(
                            ErrorCode.SLOW_DOWN,
                            settings.concurrent()
                                    + " requests are being passed on to other members. Please"
                                    + " reduce your request rate.")
                    .header("retry-after", "1");
        }
        boolean open = false;
        try {
            HttpResponse response = toFirst(new Outgoing(request, hop), request, members);
            open = true;
            return response;
        } finally {
            if (!open) {
                places.release();
            }
        }
    }

    private HttpResponse toFirst(Outgoing outgoing, HttpRequest request, List<Member> members) {
        String why = "";
        for (Member member : members) {
            for (String url : member.urls()) {
                try {
                    return exchange(outgoing, request, member, url);
                } catch (Unreached e) {
                    why = member.name() + " cannot be reached";
                    LOG.warn(
                            "request {}: {} at {}: {}",
                            request.id(),
                            member.name(),
                            url,
                            e.getMessage());
                }
            }
        }
        throw unavailable(why.isEmpty() ? "no member takes changes" : why);
    }

    private HttpResponse exchange(Outgoing outgoing, HttpRequest request, Member member, String url)
            throws Unreached {
        Wire wire = take(url, false);
        try {
            return exchange(outgoing, request, wire, url);
        } catch (IOException e) {
            wires.discard(wire);
            if (!wire.wasUsed() || wire.isLate() || !outgoing.isRepeatable()) {
                throw broke(request, member, e);
            }
        } catch (RuntimeException e) { // such as a client that does not send its body
            wires.discard(wire);
            throw e;
        }
        Wire fresh = take(url, true);
        try {
            return exchange(outgoing, request, fresh, url);
        } catch (IOException e) {
            wires.discard(fresh);
            throw broke(request, member, e);
        } catch (RuntimeException e) { // as above
            wires.discard(fresh);
            throw e;
        }
    }

    private Wire take(String url, boolean fresh) throws Unreached {
        try {
            return wires.take(url, fresh);
        } catch (IOException e) {
            throw new Unreached(String.valueOf(e.getMessage()), e);
        }
    }

    private Failed broke(HttpRequest request, Member member, IOException e) {
        LOG.warn("request {}: {}: {}", request.id(), member.name(), e.getMessage());
        return unavailable(
                member.name()
                        + " decides this, and broke off. It is not known whether the request took"
                        + " effect");
    }

    private static Failed unavailable(String why) {
        return new Failed(ErrorCode.OWNER_UNAVAILABLE, why + ". Please try again.")
                .header("retry-after", "1");
    }

    private HttpResponse exchange(Outgoing outgoing, HttpRequest request, Wire wire, String url)
            throws IOException {
        byte[] head = outgoing.head();
        wire.write(head, 0, head.length, settings.answer());
        boolean whole = !outgoing.hasBody() || sendBody(outgoing, wire);
        AnswerHead answer = wire.awaitAnswer(settings.answer());
        HttpResponse response = HttpResponse.of(answer.status());
        answer.headers()
                .forEach((name, value) -> {
                    if (!NOT_PASSED.contains(name)) {
                        response.headers().add(name, value);
                    }
                });
        boolean stays = whole && !closes(answer.headers());
        return response.content(new Passing(answer, request, wire, url, stays));
    }

    private static boolean closes(Headers headers) {
        return headers.get("connection", "").equalsIgnoreCase("close");
    }

    /// @return whether all of it was sent
    private boolean sendBody(Outgoing outgoing, Wire wire) throws IOException {
        if (outgoing.asksFirst() && !wire.awaitWanted(PATIENCE)) {
            return false;
        }
        try {
            return outgoing.sendBody(wire, settings);
        } catch (IOException e) {
            wire.awaitAnswer(EARLY);
            return false;
        }
    }

    static SSLContext systemTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    int connections() {
        return wires.count();
    }

    @Override
    public void close() {
        wires.close();
    }

    /// The body of an answer on its way.
    private final class Passing implements HttpResponse.Content {
        private final Wire wire;
        private final String url;
        private final boolean stays;
        private final long framed;
        private final boolean bare;
        private boolean done;
        private boolean closed;

        /// @param stays whether the connection is good for another request afterwards
        Passing(AnswerHead head, HttpRequest request, Wire wire, String url, boolean stays)
                throws IOException {
            this.wire = wire;
            this.url = url;
            this.framed = head.length();
            this.bare =
                    request.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
            this.stays = stays && (bare || framed != AnswerHead.TO_THE_END);
            this.done = bare || framed == 0;
        }

        @Override
        public long length() {
            return bare && framed < 0 ? 0 : Math.max(framed, -1);
        }

        @Override
        public boolean isRelayed() {
            return true;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            InputStream in = framed == AnswerHead.CHUNKED ? new ChunkedBody(wire.in()) : wire.in();
            byte[] piece = new byte[(int) Math.min(framed < 0 ? SMALL * 2L : framed, SMALL * 2L)];
            long left = framed < 0 ? Long.MAX_VALUE : framed;
            while (left > 0) {
                int got = next(in, piece, left);
                if (got < 0) {
                    break;
                }
                out.write(piece, 0, got);
                left -= got;
            }
            done = true;
        }

        private int next(InputStream in, byte[] piece, long left) throws IOException {
            try {
                int got =
                        wire.read(in, piece, (int) Math.min(left, piece.length), settings.answer());
                if (got < 0 && framed >= 0) {
                    throw new EOFException("an answer ended early");
                }
                return got;
            } catch (IOException e) {
                LOG.warn("an answer of {} broke off: {}", url, e.getMessage());
                throw unavailable("The answer of the member that decides this broke off");
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            if (done && stays) {
                wires.give(url, wire);
            } else {
                wires.discard(wire);
            }
            places.release();
        }
    }
}
