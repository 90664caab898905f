package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import dev.varve.server.http.Relayed;
import dev.varve.server.http.RequestNote;
import dev.varve.server.http.TrustedProxies;
import io.helidon.webserver.http.RoutingRequest;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request as it came over Helidon.
final class HelidonRequest implements HttpRequest {
    private final String id;
    private final String method;
    private final Target target;
    private final Headers headers = new Headers();
    private final long contentLength;
    private final RequestBody body;
    private final Connection connection;
    private final RequestNote note = new RequestNote();
    private final @Nullable Failed problem;
    private final TrustedProxies.Client client;
    private final Optional<Relayed> relayed;
    private @Nullable QueryString query;

    HelidonRequest(String id, RoutingRequest from, Ticket ticket) {
        this.method = from.prologue().method().text();
        this.target = Target.of(from.prologue());
        this.connection = ticket.connection();
        OptionalLong length = from.headers().contentLength();
        this.contentLength = length.orElse(-1);
        long max = connection.services().config().requests().bodyBytes();
        this.body = new RequestBody(from, ticket, contentLength, max);
        Failed unreadable = Fields.read(from.headers(), headers);
        this.relayed =
                connection
                        .services()
                        .hooks()
                        .relays()
                        .of(new Relayed.Asked(method, target.path(), target.query(), headers));
        this.id = relayed.map(Relayed::requestId).orElse(id);
        this.client =
                connection
                        .services()
                        .config()
                        .proxies()
                        .client(
                                connection.remotePeer().address().getAddress(),
                                connection.isSecure(),
                                headers);
        this.problem = firstOf(target.problem(), unreadable, contradiction(), oversize(max));
    }

    private static @Nullable Failed firstOf(@Nullable Failed... problems) {
        for (Failed each : problems) {
            if (each != null) {
                return each;
            }
        }
        return null;
    }

    /// Two names for the host: which of them was signed, and which is meant?
    private @Nullable Failed contradiction() {
        String authority = target.authority();
        return authority == null || authority.equalsIgnoreCase(headers.get("host", ""))
                ? null
                : new Failed(ErrorCode.INVALID_REQUEST, "The URI and the Host header disagree");
    }

    private @Nullable Failed oversize(long max) {
        return contentLength > max ? body.tooLarge() : null;
    }

    /// Why it must be refused before any handler sees it; null if it need not.
    @Nullable Failed problem() {
        return problem;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return target.path();
    }

    @Override
    public String rawQuery() {
        return target.query();
    }

    @Override
    public QueryString query() {
        if (query == null) {
            try {
                query = QueryString.parse(target.query());
            } catch (IllegalArgumentException e) {
                throw new Failed(ErrorCode.INVALID_URI, "The query has " + e.getMessage());
            }
        }
        return query;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public boolean hasBody() {
        return contentLength > 0 || (contentLength < 0 && body.hasEntity());
    }

    @Override
    public RequestBody body() {
        return body;
    }

    @Override
    public String remoteAddress() {
        return relayed.map(Relayed::address).orElseGet(client::address);
    }

    @Override
    public boolean isSecure() {
        return relayed.map(Relayed::secure).orElseGet(client::secure);
    }

    @Override
    public Optional<Relayed> relayed() {
        return relayed;
    }

    @Override
    public RequestNote note() {
        return note;
    }
}
