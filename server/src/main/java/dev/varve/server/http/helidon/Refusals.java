package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.RequestObserver.Refused;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Gives Helidon's own refusals (a broken request line, two hosts, headers without end) the form of
/// all other errors. The connection ends after each of them.
final class Refusals implements DirectHandler {
    private final Connection connection;

    Refusals(Connection connection) {
        this.connection = connection;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        Services services = connection.services();
        String id = services.ids().next();
        Failed failed = failed(status.code(), String.valueOf(message), connection.isBroken());
        HttpResponse rendered = services.hooks().errors().render(failed, id, "");
        services.hooks()
                .observer()
                .refused(
                        new Refused(
                                id,
                                connection.remotePeer().host(),
                                request.method(),
                                request.path(),
                                rendered.status()));
        rendered.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
        headers.set(HeaderNames.create("x-amz-request-id"), id);
        headers.set(HeaderNames.SERVER, Answer.SERVER);
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return TransportResponse.builder()
                .status(Status.create(rendered.status()))
                .headers(headers)
                .keepAlive(false)
                .entity("HEAD".equals(request.method()) ? new byte[0] : bytes(rendered))
                .build();
    }

    /// Helidon says 500 to whatever its parser did not foresee, such as headers that just end.
    private static Failed failed(int status, String message, boolean ours) {
        return switch (status) {
            case 414 -> new Failed(ErrorCode.REQUEST_URI_TOO_LONG, "The request line is too long");
            case 501 -> new Failed(ErrorCode.NOT_IMPLEMENTED, message);
            case 505 ->
                    new Failed(
                            ErrorCode.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 or HTTP/2 is needed");
            case 500 ->
                    ours
                            ? new Failed(ErrorCode.INTERNAL_ERROR, Exchange.INTERNAL)
                            : new Failed(ErrorCode.INVALID_REQUEST, "This is no whole request");
            default -> badRequest(message);
        };
    }

    private static Failed badRequest(String message) {
        return message.startsWith("Header size exceeded")
                ? new Failed(
                        ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE,
                        "Your request header section exceeds the maximum allowed size")
                : new Failed(ErrorCode.INVALID_REQUEST, message);
    }

    private static byte[] bytes(HttpResponse rendered) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HttpResponse.Content content = rendered.content()) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
