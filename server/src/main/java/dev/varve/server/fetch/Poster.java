package dev.varve.server.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Posts to URLs that people named. Redirects are not followed: they are answers like others. Of an
/// answer the head is read, and nothing of its body. Thread-safe.
public final class Poster {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Guard guard;
    private final Connector connector;
    private final SSLContext tls;

    /// @param retryAfter as it was sent
    public record Reply(int status, Optional<String> retryAfter) {
        public boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    public Poster(PostReach policy) {
        this(policy, Resolver.SYSTEM, Connector.DIRECT, Fetcher.systemTrust());
    }

    public Poster(PostReach policy, Resolver resolver, Connector connector, SSLContext tls) {
        this.guard = new Guard(policy, resolver);
        this.connector = connector;
        this.tls = tls;
    }

    /// @throws FetchFailure when nothing could ever be posted there, wherever its host is
    public static void requireUrl(String url) throws FetchFailure {
        FetchUrl.parse(url);
    }

    /// @param headers further ones, of visible ASCII
    /// @throws FetchFailure when there is no answer within the time
    public Reply post(String url, Map<String, String> headers, byte[] body, Duration within)
            throws FetchFailure {
        FetchUrl to = FetchUrl.parse(url);
        Call.Ways ways = new Call.Ways(CONNECT, within, connector, tls, within);
        try (Call call = Call.open(to, guard.check(to), request(to, headers, body), ways)) {
            Head head = call.head();
            return new Reply(head.status(), head.first("retry-after"));
        }
    }

    private static byte[] request(FetchUrl url, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder();
        head.append("POST ").append(url.target()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.authority()).append("\r\n");
        head.append("User-Agent: varve\r\nAccept: */*\r\nAccept-Encoding: identity\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
