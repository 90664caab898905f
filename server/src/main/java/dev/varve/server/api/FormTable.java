package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/// A schema as a table of fields, those of forms within it below them.
final class FormTable {
    private static final int MAX_DEPTH = 4;

    private final Examples examples;
    private final Html html;

    FormTable(JsonNode document, Html html) {
        this.examples = new Examples(document);
        this.html = html;
    }

    void write(JsonNode schema) {
        JsonNode whole = examples.resolve(schema);
        if (whole.path("properties").isEmpty()) {
            html.element("p", "JSON: " + type(schema));
            return;
        }
        html.open("table class=form").open("tbody");
        rows(whole, 0);
        html.close("tbody").close("table");
    }

    private void rows(JsonNode whole, int depth) {
        Set<String> required = new HashSet<>();
        whole.path("required").forEach(name -> required.add(name.asText()));
        whole.path("properties")
                .properties()
                .forEach(field -> {
                    row(field.getKey(), field.getValue(), required, depth);
                    JsonNode inner = inner(field.getValue());
                    if (depth < MAX_DEPTH && !inner.path("properties").isEmpty()) {
                        rows(inner, depth + 1);
                    }
                });
    }

    private void row(String name, JsonNode schema, Set<String> required, int depth) {
        html.open("tr")
                .open("td class=d" + depth)
                .element("code", name)
                .close("td")
                .open("td class=type")
                .text(type(schema));
        if (!required.contains(name)) {
            html.text(" ").element("span class=optional", "optional");
        }
        html.close("td").open("td").prose(about(schema)).close("td").close("tr");
    }

    private static String about(JsonNode schema) {
        StringBuilder words = new StringBuilder();
        schema.path("enum")
                .forEach(word -> words.append(words.isEmpty() ? "" : ", ").append(word.asText()));
        String about = schema.path("description").asText();
        return words.isEmpty() || about.isEmpty() ? words + about : about + ": " + words;
    }

    private JsonNode inner(JsonNode schema) {
        if (schema.has("items")) {
            return inner(schema.path("items"));
        }
        JsonNode others = schema.path("additionalProperties");
        return others.isObject() ? inner(others) : examples.resolve(schema);
    }

    private static String type(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            return reference.substring(reference.lastIndexOf('/') + 1);
        }
        if (schema.has("oneOf")) {
            return "one of several";
        }
        String type = schema.path("type").asText("anything");
        return switch (type) {
            case "array" -> "list of " + type(schema.path("items"));
            case "object" ->
                    schema.path("additionalProperties").isObject()
                            ? "map to " + type(schema.path("additionalProperties"))
                            : type;
            case "string" -> schema.path("format").asText().equals("date-time") ? "time" : type;
            default -> type;
        };
    }
}
