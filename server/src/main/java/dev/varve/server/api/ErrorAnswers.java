package dev.varve.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.server.http.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The error answers of the document. What many endpoints answer alike is said once.
final class ErrorAnswers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DESCRIPTION = "description";
    private static final String NAME = "Problem";
    private static final int ERRORS = 400;

    private final Map<Integer, Set<ErrorCode>> shared = CommonErrors.shared();

    Map<String, ObjectNode> shared() {
        Map<String, ObjectNode> all = new TreeMap<>();
        shared.forEach((status, codes) -> all.put(NAME + status, answer(status, codes)));
        return all;
    }

    /// @param responses by status; those that are there get the errors in addition
    void addTo(Map<String, ObjectNode> responses, Endpoint row) {
        CommonErrors.of(row)
                .forEach((status, codes) -> {
                    String name = Integer.toString(status);
                    ObjectNode there = responses.get(name);
                    if (there != null) {
                        join(there, answer(status, codes));
                    } else if (codes.equals(shared.get(status))) {
                        responses.put(name, reference(status));
                    } else {
                        responses.put(name, answer(status, codes));
                    }
                });
    }

    private static ObjectNode reference(int status) {
        return NODES.objectNode().put("$ref", "#/components/responses/" + NAME + status);
    }

    private static void join(ObjectNode response, ObjectNode errors) {
        response.put(
                DESCRIPTION,
                response.path(DESCRIPTION).asText() + "; or " + errors.path(DESCRIPTION).asText());
        errors.withObjectProperty("headers")
                .properties()
                .forEach(header ->
                        response.withObjectProperty("headers")
                                .set(header.getKey(), header.getValue()));
        errors.withObjectProperty("content")
                .properties()
                .forEach(content ->
                        response.withObjectProperty("content")
                                .set(content.getKey(), content.getValue()));
    }

    private ObjectNode answer(int status, Set<ErrorCode> codes) {
        ObjectNode answer = NODES.objectNode().put(DESCRIPTION, about(status, codes));
        headers(answer, status);
        if (status >= ERRORS) {
            answer.putObject("content").putObject(Problem.TYPE).set("schema", schema(codes));
        }
        return answer;
    }

    /// Names what is particular; where nothing is, what others have not; else all.
    private String about(int status, Set<ErrorCode> codes) {
        Set<ErrorCode> everywhere = shared.getOrDefault(status, Set.of());
        List<ErrorCode> own = codes.stream().filter(CommonErrors::isParticular).toList();
        List<ErrorCode> more = codes.stream().filter(code -> !everywhere.contains(code)).toList();
        List<ErrorCode> told = !own.isEmpty() ? own : !more.isEmpty() ? more : List.copyOf(codes);
        return Reasons.of(status)
                + told.stream().map(ErrorCode::code).collect(Collectors.joining(", ", ": ", ""));
    }

    private static void headers(ObjectNode answer, int status) {
        switch (status) {
            case 401 -> header(answer, "www-authenticate", "how one may show who one is");
            case 405 -> header(answer, "allow", "the methods that there are");
            case 429, 503 -> header(answer, "retry-after", "seconds to wait");
            default -> {
                // Other errors say all in their problem.
            }
        }
    }

    private static void header(ObjectNode answer, String name, String about) {
        answer.withObjectProperty("headers")
                .putObject(name)
                .put(DESCRIPTION, about)
                .putObject("schema")
                .put("type", "string");
    }

    private static ObjectNode schema(Set<ErrorCode> codes) {
        ArrayNode names = NODES.arrayNode();
        codes.forEach(code -> names.add(code.code()));
        ObjectNode schema = NODES.objectNode();
        ArrayNode parts = schema.putArray("allOf");
        parts.addObject().put("$ref", "#/components/schemas/" + NAME);
        parts.addObject().putObject("properties").putObject("code").set("enum", names);
        return schema;
    }
}
