package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.varve.log.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Makes requests from the document: mostly right, with something wrong about most of them.
final class OddRequests {
    private static final List<String> METHODS =
            List.of(
                    "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "get",
                    "X");
    private static final List<String> USERS =
            List.of("alice", "alice", "alice", "alice", "bob", "root", "", "mallory");
    private static final List<String> TYPES =
            List.of(
                    "application/json",
                    "text/plain",
                    "application/xml",
                    "",
                    "nonsense/",
                    "multipart/form-data");

    private final Examples examples;
    private final OddValues odd;
    private final Random random;
    private final List<Operation> operations = new ArrayList<>();

    private record Operation(String path, String method, JsonNode told) {}

    /// @param headers the user among them
    record Odd(String method, String target, Map<String, String> headers, Bytes body) {
        @Override
        public String toString() {
            String text = new String(body.toArray(), StandardCharsets.ISO_8859_1);
            return method + " " + target + " " + headers + " " + text;
        }
    }

    OddRequests(JsonNode document, Random random) {
        this.examples = new Examples(document);
        this.odd = new OddValues(random);
        this.random = random;
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(each ->
                                        operations.add(
                                                new Operation(
                                                        path.getKey(),
                                                        each.getKey().toUpperCase(Locale.ROOT),
                                                        each.getValue()))));
    }

    Odd next() {
        Operation operation = odd.any(operations);
        String method = odd.oneIn(20) ? odd.any(METHODS) : operation.method;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("test-user", odd.any(USERS));
        byte[] body = body(operation.told.path("requestBody"), headers);
        String target = path(operation) + query(operation, headers);
        return new Odd(method, target, headers, Bytes.of(body));
    }

    private String path(Operation operation) {
        String path = operation.path;
        for (JsonNode each : operation.told.path("parameters")) {
            if (each.path("in").asText().equals("path")) {
                String name = each.path("name").asText();
                path = path.replace("{" + name + "}", odd.oneIn(4) ? odd.raw() : usual(name));
            }
        }
        return odd.oneIn(50) ? path + odd.any(List.of("/", "//", "/x", "%2F", "/%zz")) : path;
    }

    private String usual(String name) {
        return switch (name) {
            case "bucket" -> odd.any(List.of("photos", "photos", "missing"));
            case "key" -> odd.any(List.of("cat.jpg", "cat.jpg", "a/b//c/", "none"));
            default -> odd.any(List.of("x", "1", "00000000-0000-0000-0000-000000000000"));
        };
    }

    /// Parameters of the query, and headers.
    private String query(Operation operation, Map<String, String> headers) {
        List<String> query = new ArrayList<>();
        for (JsonNode each : operation.told.path("parameters")) {
            String name = each.path("name").asText();
            switch (each.path("in").asText()) {
                case "query" -> {
                    if (odd.oneIn(3)) {
                        query.add(name + "=" + value(each.at("/schema/type").asText()));
                    }
                }
                case "header" -> {
                    if (odd.oneIn(3)) {
                        headers.put(name, odd.header());
                    }
                }
                default -> {
                    // The path has it.
                }
            }
        }
        if (odd.oneIn(10)) {
            query.add(
                    odd.any(
                            List.of(
                                    "colour=red",
                                    "versionId=1",
                                    "uploads",
                                    "acl",
                                    "x-amz-x=1",
                                    "%zz=1",
                                    "=")));
        }
        if (!query.isEmpty() && odd.oneIn(10)) {
            query.add(query.getFirst());
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private String value(String type) {
        if (odd.oneIn(2)) {
            return odd.raw();
        }
        return switch (type) {
            case "integer" -> Integer.toString(random.nextInt(1, 20));
            case "boolean" -> odd.any(List.of("true", "false"));
            default -> odd.any(List.of("a", "photos", "cat"));
        };
    }

    private byte[] body(JsonNode requestBody, Map<String, String> headers) {
        for (Map.Entry<String, JsonNode> content : requestBody.path("content").properties()) {
            headers.put("content-type", odd.oneIn(5) ? odd.any(TYPES) : content.getKey());
            if (!content.getValue().has("schema")) {
                return odd.text().getBytes(StandardCharsets.UTF_8);
            }
            JsonNode whole = whole(content.getValue());
            String json = odd.oneIn(3) ? whole.toString() : bent(whole);
            return odd.oneIn(6) ? odd.damaged(json) : json.getBytes(StandardCharsets.UTF_8);
        }
        return odd.oneIn(10) ? odd.text().getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    private JsonNode whole(JsonNode media) {
        return media.has("example") && odd.oneIn(2)
                ? media.get("example")
                : examples.of(media.path("schema"));
    }

    /// The same with one field missing, strange, twice or too many, anywhere within.
    private String bent(JsonNode json) {
        if (!json.isObject() || json.isEmpty()) {
            return odd.json();
        }
        List<String> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        String chosen = odd.any(names);
        for (String name : names) {
            String value = json.path(name).toString();
            if (!name.equals(chosen)) {
                fields.add(field(name, value));
                continue;
            }
            switch (random.nextInt(6)) {
                case 0 -> fields.add(field(name, odd.json()));
                case 1 -> fields.addAll(List.of(field(name, value), field(name, value)));
                case 2 -> fields.addAll(List.of(field(name, value), field("colour", odd.json())));
                case 3 -> fields.add(field(name, within(json.path(name))));
                case 4 -> fields.add(field(name, TextNode.valueOf(odd.text()).toString()));
                default -> {
                    // It is missing.
                }
            }
        }
        return "{" + String.join(",", fields) + "}";
    }

    private String within(JsonNode value) {
        if (value.isArray() && !value.isEmpty()) {
            return "[" + value.get(0) + "," + bent(value.get(0)) + "]";
        }
        return value.isObject() ? bent(value) : odd.json();
    }

    private static String field(String name, String json) {
        return "\"" + name + "\":" + json;
    }
}
