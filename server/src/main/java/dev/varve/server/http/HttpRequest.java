package dev.varve.server.http;

import java.io.InputStream;

/// A request as it came. Path and query are byte for byte what the client sent.
public interface HttpRequest {
    /// Unique; in every answer, log line and event of this request.
    String id();

    String method();

    /// Everything before `?`, still percent-encoded.
    String rawPath();

    /// Everything after the first `?`; empty when there is none.
    String rawQuery();

    /// The same, decoded.
    ///
    /// @throws Failed when it cannot be decoded
    QueryString query();

    Headers headers();

    /// -1 when the client declared none.
    long contentLength();

    /// The body as sent, without HTTP's own chunking; empty when there is none. A client that
    /// waits for `100 Continue` gets it with the first read. Reading throws [Failed] when the body
    /// ends early, is framed wrongly, comes too slowly or is too large; it never ends short.
    InputStream body();

    /// The address of the client, without port.
    String remoteAddress();

    boolean isSecure();

    /// Where the handler says what this request turned out to be, for log and metrics.
    default RequestNote note() {
        return new RequestNote();
    }
}
