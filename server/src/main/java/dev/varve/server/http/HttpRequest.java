package dev.varve.server.http;

import java.io.InputStream;
import java.util.Optional;

/// A request as it came. Path and query are byte for byte what the client sent.
public interface HttpRequest {
    /// Unique; in every answer, log line and event of this request.
    String id();

    /// What the client calls it, where it said so in a form that can be shown; neither unique nor
    /// true for sure.
    default Optional<String> clientId() {
        return ClientRequestId.in(headers());
    }

    /// What events keep: our id, and after a slash what the client calls it.
    default String recordedId() {
        return clientId().map(theirs -> id() + "/" + theirs).orElse(id());
    }

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

    /// Whether there is one, be its length declared or not.
    default boolean hasBody() {
        return contentLength() > 0 || (contentLength() < 0 && headers().has("transfer-encoding"));
    }

    /// The body as sent, without HTTP's own chunking; empty when there is none. A client that
    /// waits for `100 Continue` gets it with the first read. Reading throws [Failed] when the body
    /// ends early, is framed wrongly, comes too slowly or is too large; it never ends short.
    InputStream body();

    /// The address of the client, without port.
    String remoteAddress();

    boolean isSecure();

    /// What another member of the cluster said of it; empty where it came from a client. Then address,
    /// security and id are those of the client's own request there.
    default Optional<Relayed> relayed() {
        return Optional.empty();
    }

    /// Which items of a batch in its body are to be done here.
    default Share share() {
        return relayed().map(Relayed::share).orElse(Share.ALL);
    }

    /// Where the handler says what this request turned out to be, for log and metrics.
    default RequestNote note() {
        return new RequestNote();
    }
}
