package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import dev.varve.server.http.RequestNote;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// A request made by hand: method, path and query as they are in a request line.
///
/// @param beforeBody runs when the body is asked for
record SentRequest(
        String method,
        String target,
        Headers headers,
        Bytes content,
        RequestNote note,
        Runnable beforeBody)
        implements HttpRequest {
    /// The header by which tests say who sends; none for nobody.
    static final String USER = "test-user";

    static SentRequest of(String method, String target) {
        return new SentRequest(
                method, target, new Headers(), Bytes.EMPTY, new RequestNote(), () -> {});
    }

    SentRequest by(String user) {
        return header(USER, user);
    }

    SentRequest header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    SentRequest body(String text) {
        return new SentRequest(method, target, headers, Bytes.utf8(text), note, beforeBody);
    }

    SentRequest beforeBody(Runnable action) {
        return new SentRequest(method, target, headers, content, note, action);
    }

    @Override
    public String id() {
        return "REQ1";
    }

    @Override
    public String rawPath() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    @Override
    public String rawQuery() {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    @Override
    public QueryString query() {
        try {
            return QueryString.parse(rawQuery());
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_URI, "Couldn't parse the specified URI.");
        }
    }

    @Override
    public long contentLength() {
        return content.length();
    }

    @Override
    public InputStream body() {
        beforeBody.run();
        return new ByteArrayInputStream(content.toArray());
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public boolean isSecure() {
        return false;
    }
}
