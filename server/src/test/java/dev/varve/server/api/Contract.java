package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Holds answers to the OpenAPI document: status, media type, body and the codes of problems. It reads
/// nothing but the document, as a client would.
final class Contract {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String PROBLEM = "application/problem+json";

    private final JsonNode document;
    private final List<Path> paths;

    private record Path(String template, Pattern pattern, int variables, JsonNode operations) {}

    private Contract(JsonNode document) {
        this.document = document;
        this.paths =
                document.path("paths").properties().stream()
                        .map(each -> path(each.getKey(), each.getValue()))
                        .sorted(Comparator.comparingInt(Path::variables))
                        .toList();
    }

    static Contract of(List<Resource> resources) {
        return new Contract(OpenApi.of(resources));
    }

    JsonNode document() {
        return document;
    }

    private static Path path(String template, JsonNode operations) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        int variables = 0;
        for (MatchResult each : VARIABLE.matcher(template).results().toList()) {
            pattern.append(Pattern.quote(template.substring(at, each.start())));
            pattern.append(isRest(operations, each.group(1)) ? ".+" : "[^/]+");
            at = each.end();
            variables++;
        }
        pattern.append(Pattern.quote(template.substring(at)));
        return new Path(template, Pattern.compile(pattern.toString()), variables, operations);
    }

    private static boolean isRest(JsonNode operations, String variable) {
        boolean rest = false;
        for (JsonNode operation : operations) {
            for (JsonNode parameter : operation.path("parameters")) {
                rest |=
                        parameter.path("in").asText().equals("path")
                                && parameter.path("name").asText().equals(variable)
                                && parameter.path(OpenApi.REST).asBoolean();
            }
        }
        return rest;
    }

    /// @param target path, and query behind a `?`
    void require(String method, String target, Told told) {
        String path = target.replaceFirst("\\?.*", "");
        assertThat(wrong(method, path, told))
                .as("%s %s was answered %d %s", method, target, told.status(), told.body())
                .isEmpty();
    }

    /// What an answer has that the document does not say.
    List<String> wrong(String method, String path, Told told) {
        if (method.equals("OPTIONS") && told.status() != 405) {
            return List.of(); // preflights are of CORS, whatever the path
        }
        JsonNode responses = responses(method, path);
        JsonNode response =
                SchemaCheck.resolve(document, responses.path(Integer.toString(told.status())));
        if (response.isMissingNode()) {
            return List.of("the status is not documented: " + told.status());
        }
        JsonNode content = response.path("content");
        if (told.body().isEmpty()) {
            boolean headless = method.equals("HEAD") || content.isEmpty();
            return headless || hasBytes(content) ? List.of() : List.of("there is no body");
        }
        String type = told.headers().get("content-type", "").replaceFirst("\\s*;.*", "");
        return media(content, type)
                .map(media -> wrongBody(media, type, told))
                .orElse(List.of("the media type is not documented: " + type));
    }

    /// An empty object is a body too.
    private static boolean hasBytes(JsonNode content) {
        return content.properties().stream().anyMatch(each -> !each.getValue().has("schema"));
    }

    private List<String> wrongBody(JsonNode media, String type, Told told) {
        if (!media.has("schema") || !type.endsWith("json")) {
            return List.of();
        }
        try {
            JsonNode body = new ObjectMapper().readTree(told.body());
            return SchemaCheck.wrong(document, media.path("schema"), body);
        } catch (JsonProcessingException e) {
            return List.of("the body is no JSON");
        }
    }

    private static Optional<JsonNode> media(JsonNode content, String type) {
        return content.properties().stream()
                .filter(each -> each.getKey().equals(type) || covers(each.getKey(), type))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean covers(String range, String type) {
        boolean any = range.equals("*/*") || range.equals("application/octet-stream");
        return (any && !type.equals(PROBLEM))
                || (range.endsWith("/*")
                        && type.startsWith(range.substring(0, range.length() - 1)));
    }

    /// Of the operation, or where there is none, what any request may be told.
    private JsonNode responses(String method, String path) {
        List<Path> found =
                paths.stream().filter(each -> each.pattern.matcher(path).matches()).toList();
        return found.stream()
                .map(each -> operation(each, method))
                .flatMap(Optional::stream)
                .findFirst()
                .map(operation -> operation.path("responses"))
                .orElseGet(() -> elsewhere(found.isEmpty() ? "404" : "405"));
    }

    private static Optional<JsonNode> operation(Path path, String method) {
        String name = method.toLowerCase(Locale.ROOT);
        if (name.equals(method)) {
            return Optional.empty(); // methods have a case
        }
        JsonNode operations = path.operations;
        JsonNode found = operations.path(name);
        if (found.isMissingNode() && name.equals("head")) {
            found = operations.path("get");
        }
        return found.isMissingNode() ? Optional.empty() : Optional.of(found);
    }

    /// Where nothing is, the path may also be no path at all.
    private JsonNode elsewhere(String status) {
        ObjectNode responses = new ObjectMapper().createObjectNode();
        for (String each : List.of(status, "400")) {
            responses.set(each, document.at("/components/responses/Problem" + each));
        }
        return responses;
    }
}
