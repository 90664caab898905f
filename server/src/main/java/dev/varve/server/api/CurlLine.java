package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How an operation of the document is called from a shell. `VARVE` is the address of the server.
final class CurlLine {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, String> SAMPLES =
            Map.of("bucket", "photos", "key", "2026/cat.jpg");
    private static final String NEXT = " \\\n  ";

    private CurlLine() {}

    static String of(String path, String method, JsonNode operation, JsonNode document) {
        StringBuilder line = new StringBuilder("curl");
        if (!operation.path("security").isArray()) {
            line.append(" -u \"$ID:$SECRET\"");
        }
        if (method.equals("head")) {
            line.append(" -I");
        } else if (!method.equals("get")) {
            line.append(" -X ").append(method.toUpperCase(Locale.ROOT));
        }
        line.append(" \"$VARVE").append(sample(path)).append('"');
        operation
                .path("requestBody")
                .path("content")
                .properties()
                .forEach(content -> line.append(body(content, document)));
        return line.toString();
    }

    private static String sample(String path) {
        return VARIABLE.matcher(path)
                .replaceAll(variable ->
                        Matcher.quoteReplacement(
                                SAMPLES.getOrDefault(
                                        variable.group(1),
                                        "$" + variable.group(1).toUpperCase(Locale.ROOT))));
    }

    private static String body(Map.Entry<String, JsonNode> content, JsonNode document) {
        String type = content.getKey();
        if (type.startsWith("multipart/")) {
            return NEXT + "-F file=@cat.jpg";
        }
        String sent = content.getValue().has("schema") ? json(content.getValue(), document) : null;
        return NEXT
                + "-H 'content-type: "
                + (type.contains("*") ? "image/jpeg" : type)
                + "'"
                + NEXT
                + (sent == null ? "--data-binary @cat.jpg" : "-d '" + quoted(sent) + "'");
    }

    private static String json(JsonNode media, JsonNode document) {
        return media.has("example")
                ? media.get("example").toString()
                : new Examples(document).of(media.path("schema")).toString();
    }

    /// Within the quotes of a shell.
    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }
}
