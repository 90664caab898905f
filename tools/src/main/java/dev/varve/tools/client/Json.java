package dev.varve.tools.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// JSON as it comes and goes: trees, since what is shown to scripts is what the server said.
public final class Json {
    static final String TYPE = "application/json";
    static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// On one line.
    public static String line(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Empty for what is not a JSON object.
    public static Optional<JsonNode> object(Bytes json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json.toArray())).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
