package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Holds JSON to the part of JSON Schema that the document uses. Stricter in one thing: what a schema
/// with properties does not name is wrong, since our own answers are whole.
final class SchemaCheck {
    private final JsonNode document;
    private final List<String> wrong = new ArrayList<>();

    private SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /// What is wrong, each with its place.
    static List<String> wrong(JsonNode document, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(document);
        check.value(schema, value, "");
        return check.wrong;
    }

    private void value(JsonNode schema, JsonNode value, String at) {
        keywords(schema, value, at);
        Set<String> known = known(schema);
        if (value.isObject() && !known.isEmpty()) {
            value.fieldNames()
                    .forEachRemaining(name ->
                            require(known.contains(name), at + "/" + name, "is not in the schema"));
        }
    }

    private Set<String> known(JsonNode schema) {
        Set<String> names = new HashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.path("allOf").forEach(part -> names.addAll(known(part)));
        schema.path("oneOf").forEach(part -> names.addAll(known(part)));
        if (schema.has("$ref")) {
            names.addAll(known(resolve(document, schema)));
        }
        return names;
    }

    static JsonNode resolve(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asText();
        if (reference.isEmpty()) {
            return node;
        }
        JsonNode meant = document.at(reference.substring(1));
        if (meant.isMissingNode()) {
            throw new AssertionError("nothing is at " + reference);
        }
        return meant;
    }

    private void keywords(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            keywords(resolve(document, schema), value, at);
        }
        schema.path("allOf").forEach(part -> keywords(part, value, at));
        if (schema.has("oneOf")) {
            long fit = 0;
            for (JsonNode part : schema.path("oneOf")) {
                fit += wrong(document, part, value).isEmpty() ? 1 : 0;
            }
            require(fit == 1, at, "fits " + fit + " of the schemas");
        }
        if (schema.has("type")) {
            require(isOf(schema.path("type").asText(), value), at, "is no " + schema.path("type"));
        }
        if (schema.has("enum")) {
            boolean found = false;
            for (JsonNode each : schema.path("enum")) {
                found |= each.equals(value);
            }
            require(found, at, value + " is none of " + schema.path("enum"));
        }
        parts(schema, value, at);
    }

    private void parts(JsonNode schema, JsonNode value, String at) {
        if (value.isObject()) {
            schema.path("required")
                    .forEach(name ->
                            require(
                                    value.has(name.asText()),
                                    at + "/" + name.asText(),
                                    "is missing"));
            schema.path("properties")
                    .properties()
                    .forEach(field -> {
                        if (value.has(field.getKey())) {
                            value(
                                    field.getValue(),
                                    value.get(field.getKey()),
                                    at + "/" + field.getKey());
                        }
                    });
            JsonNode others = schema.path("additionalProperties");
            if (others.isObject()) {
                value.properties()
                        .forEach(field ->
                                value(others, field.getValue(), at + "/" + field.getKey()));
            }
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                value(schema.path("items"), value.get(i), at + "/" + i);
            }
        }
        if (value.isTextual()) {
            text(schema, value.textValue(), at);
        }
    }

    private void text(JsonNode schema, String text, String at) {
        require(text.length() >= schema.path("minLength").asInt(0), at, "is too short");
        require(
                text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE),
                at,
                "is too long");
        if (schema.path("format").asText().equals("date-time")) {
            require(isTime(text), at, "is no time: " + text);
        }
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new AssertionError("the check does not know the type " + type);
        };
    }

    private void require(boolean right, String at, String what) {
        if (!right) {
            wrong.add((at.isEmpty() ? "all of it" : at) + " " + what);
        }
    }
}
