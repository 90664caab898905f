package dev.varve.server.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a client calls its request, in `X-Request-Id`. It is kept beside our own id and shown again,
/// and nothing relies on it. One that is too long, or could be taken for something else where it is
/// shown, is as good as none.
final class ClientRequestId {
    static final String HEADER = "x-request-id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:+/=-]{1,100}");

    private ClientRequestId() {}

    static Optional<String> in(Headers headers) {
        List<String> sent = headers.all(HEADER);
        return sent.size() == 1 && FORM.matcher(sent.getFirst()).matches()
                ? Optional.of(sent.getFirst())
                : Optional.empty();
    }
}
