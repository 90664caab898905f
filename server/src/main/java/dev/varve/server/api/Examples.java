package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/// Sample values of schemas, for readers.
final class Examples {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private final JsonNode document;

    Examples(JsonNode document) {
        this.document = document;
    }

    JsonNode of(JsonNode schema) {
        return of(schema, new HashSet<>());
    }

    /// The schema that a reference means, or the schema itself.
    JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private JsonNode of(JsonNode schema, Set<String> within) {
        if (schema.has("examples")) {
            return schema.at("/examples/0");
        }
        if (schema.has("oneOf")) {
            return of(schema.at("/oneOf/0"), within);
        }
        String reference = schema.path("$ref").asText();
        if (reference.isEmpty()) {
            return ofType(schema, within);
        }
        if (!within.add(reference)) {
            return NODES.objectNode();
        }
        JsonNode sample = ofType(resolve(schema), within);
        within.remove(reference);
        return sample;
    }

    private JsonNode ofType(JsonNode schema, Set<String> within) {
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, within);
            case "array" -> NODES.arrayNode().add(of(schema.path("items"), within));
            case "boolean" -> NODES.booleanNode(false);
            case "integer", "number" -> NODES.numberNode(1);
            case "string" -> NODES.textNode(text(schema));
            default -> NODES.objectNode();
        };
    }

    private ObjectNode object(JsonNode schema, Set<String> within) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties")
                .properties()
                .forEach(field -> object.set(field.getKey(), of(field.getValue(), within)));
        if (schema.path("additionalProperties").isObject()) {
            object.set("name", of(schema.path("additionalProperties"), within));
        }
        return object;
    }

    private static String text(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.at("/enum/0").asText();
        }
        return switch (schema.path("format").asText()) {
            case "date-time" -> "2026-01-31T12:00:00Z";
            case "uri" -> "https://example.com/cat.jpg";
            default -> "text";
        };
    }
}
