package dev.varve.server.api;

import dev.varve.server.http.Percent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path with variables: `{name}` is one segment, `{name...}` at the end is all the rest, slashes and
/// empty segments too, for keys. Values are decoded once, after the path was taken apart.
public final class PathTemplate {
    private static final Pattern SLASH = Pattern.compile("/");
    private static final String REST = "...}";

    private final String text;
    private final List<String> segments;

    /// @param text begins with a slash
    public PathTemplate(String text) {
        this.text = text;
        this.segments = SLASH.splitAsStream(text.substring(1)).toList();
    }

    /// The values of the variables if a path is of this form.
    ///
    /// @throws IllegalArgumentException for a value that cannot be decoded
    public Optional<Map<String, String>> match(String rawPath) {
        Map<String, String> values = new LinkedHashMap<>();
        int at = 1;
        for (String segment : segments) {
            if (at > rawPath.length()) {
                return Optional.empty();
            }
            int slash = segment.endsWith(REST) ? -1 : rawPath.indexOf('/', at);
            int end = slash < 0 ? rawPath.length() : slash;
            if (!takes(segment, rawPath.substring(at, end), values)) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return at == rawPath.length() + 1 ? Optional.of(values) : Optional.empty();
    }

    private static boolean takes(String segment, String raw, Map<String, String> values) {
        if (!segment.startsWith("{")) {
            return segment.equals(raw);
        }
        if (raw.isEmpty()) {
            return false;
        }
        values.put(nameOf(segment), Percent.decode(raw));
        return true;
    }

    private static String nameOf(String segment) {
        int end = segment.length() - (segment.endsWith(REST) ? REST.length() : 1);
        return segment.substring(1, end);
    }

    public List<String> variables() {
        return segments.stream()
                .filter(segment -> segment.startsWith("{"))
                .map(PathTemplate::nameOf)
                .toList();
    }

    /// Whether a variable is all the rest of the path.
    boolean isRest(String variable) {
        return segments.getLast().equals("{" + variable + REST);
    }

    /// As OpenAPI has it, which knows no rest of a path.
    public String openApi() {
        return text.replace(REST, "}");
    }

    @Override
    public String toString() {
        return text;
    }
}
