package dev.varve.server.http.helidon;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.HttpResponse.Content;
import dev.varve.server.http.Served;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Sends the answer to one request, and measures it.
final class Answer {
    static final String SERVER = "Varve";

    /// Up to here a body is put together before any of it is sent: one write for all, and an error
    /// that comes to light in between can still be told.
    private static final int SMALL = 64 << 10;

    private static final String CLIENT_REQUEST_ID = "x-request-id";
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-amz-request-id");
    private static final Header SERVED_BY = HeaderValues.createCached(HeaderNames.SERVER, SERVER);

    private final HelidonRequest request;
    private final RoutingResponse response;
    private final boolean http2;
    private final boolean head;
    private final long began = System.nanoTime();
    private final AnswerStream stream;
    private int status;
    private boolean last;
    private boolean complete;
    private long sent;

    Answer(HelidonRequest request, RoutingRequest from, RoutingResponse response, Ticket ticket) {
        this.request = request;
        this.response = response;
        this.http2 = ticket.connection().isHttp2();
        this.head = request.method().equals("HEAD");
        this.last = !http2 && from.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        this.stream = new AnswerStream(ticket);
    }

    void closeIf(boolean due) {
        last |= due && !http2;
    }

    /// Throws whatever the content throws; see [#isStarted].
    void send(HttpResponse answer) throws IOException {
        try (Content content = answer.content()) {
            status = answer.status();
            prepare(answer);
            if (isBare()) {
                send(new byte[0]);
            } else if (content.length() >= 0 && content.length() <= SMALL) {
                send(collected(content));
            } else {
                stream(content);
            }
            complete = true;
        }
    }

    private boolean isBare() {
        return head || status == 204 || status == 304;
    }

    private void prepare(HttpResponse answer) {
        response.headers().clear();
        RateFields.add(request.note().limits(), answer.headers());
        request.clientId().ifPresent(id -> answer.header(CLIENT_REQUEST_ID, id));
        answer.headers().forEach(this::addHeader);
        response.headers().remove(HeaderNames.CONTENT_LENGTH);
        response.headers().remove(HeaderNames.TRANSFER_ENCODING);
        closeIf(response.headers().containsToken(HeaderValues.CONNECTION_CLOSE));
        response.headers().remove(HeaderNames.CONNECTION);
        response.header(HeaderValues.create(REQUEST_ID, request.id()));
        response.header(SERVED_BY);
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.status(Status.create(status));
        long length = answer.content().length();
        if (length >= 0 && status != 204 && status != 304) {
            response.headers().contentLength(length);
        }
    }

    private void addHeader(String name, String value) {
        response.headers().add(HeaderValues.create(name, Fields.encoded(value)));
    }

    private static byte[] collected(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) content.length());
        content.writeTo(bytes);
        if (bytes.size() != content.length()) {
            throw new IllegalStateException(
                    "A body of " + bytes.size() + " bytes, not " + content.length());
        }
        return bytes.toByteArray();
    }

    private void send(byte[] body) throws IOException {
        stream.began();
        stream.send(body.length, () -> response.send(body));
        sent = body.length;
    }

    private void stream(Content content) throws IOException {
        long length = content.length();
        stream.to(response.outputStream(), length);
        if (length >= 0) {
            content.writeTo(stream);
            stream.requireWhole();
        } else {
            OutputStream buffered = new BufferedOutputStream(stream, SMALL);
            content.writeTo(buffered);
            buffered.flush();
        }
        stream.send(0, response::commit);
    }

    boolean isStarted() {
        return stream.firstByte() != 0;
    }

    boolean isClientGone() {
        return stream.isLost();
    }

    boolean isComplete() {
        return complete;
    }

    boolean isLast() {
        return last;
    }

    Served served() {
        long now = System.nanoTime();
        long first = isStarted() ? stream.firstByte() : now;
        return new Served(
                status,
                request.body().count(),
                sent + stream.count(),
                Duration.ofNanos(first - began),
                Duration.ofNanos(now - began),
                complete);
    }
}
