package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Percent;
import dev.varve.server.http.QueryString;
import java.util.Comparator;
import java.util.List;

/// The text of a request that SigV4 signs. What means the same gives the same text: `%2F` and `/`,
/// `uploads` and `uploads=`, parameters in any order.
final class CanonicalRequest {
    private static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::name).thenComparing(Pair::value);

    private record Pair(String name, String value) {}

    private CanonicalRequest() {}

    /// @param signedHeaders as the client lists them; they are taken in that order
    static String of(HttpRequest request, SignedHeaders signedHeaders, String contentHash) {
        StringBuilder text =
                new StringBuilder(512)
                        .append(request.method())
                        .append('\n')
                        .append(path(request.rawPath()))
                        .append('\n');
        appendQuery(text, request.query());
        text.append('\n');
        for (String name : signedHeaders.names()) {
            text.append(name).append(':');
            appendValues(text, request.headers().all(name));
            text.append('\n');
        }
        return text.append('\n')
                .append(signedHeaders.text())
                .append('\n')
                .append(contentHash)
                .toString();
    }

    /// Nothing is normalised: `//`, `.` and `..` are parts of keys.
    private static String path(String raw) {
        try {
            return raw.isEmpty() ? "/" : Percent.encodePath(Percent.decode(raw));
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_URI, "Couldn't parse the specified URI.");
        }
    }

    /// Sorted by what was encoded: that is the order of bytes, which the order of chars is not.
    private static void appendQuery(StringBuilder text, QueryString query) {
        List<Pair> pairs =
                query.parameters().stream()
                        .filter(parameter -> !parameter.name().equals(Presigned.SIGNATURE))
                        .map(CanonicalRequest::encoded)
                        .sorted(ORDER)
                        .toList();
        String separator = "";
        for (Pair pair : pairs) {
            text.append(separator).append(pair.name).append('=').append(pair.value);
            separator = "&";
        }
    }

    private static Pair encoded(QueryString.Parameter parameter) {
        return new Pair(Percent.encode(parameter.name()), Percent.encode(parameter.value()));
    }

    private static void appendValues(StringBuilder text, List<String> values) {
        String separator = "";
        for (String value : values) {
            text.append(separator);
            appendFolded(text, value.strip());
            separator = ",";
        }
    }

    /// A run of blanks counts as one space.
    private static void appendFolded(StringBuilder text, String value) {
        boolean blank = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isBlank = c == ' ' || (c >= '\t' && c <= '\r');
            if (!isBlank) {
                text.append(c);
            } else if (!blank) {
                text.append(' ');
            }
            blank = isBlank;
        }
    }
}
