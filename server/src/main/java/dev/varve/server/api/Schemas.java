package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON Schemas of the records, which [Json] reads and writes as these say. Each record is one
/// component; one that is both asked and answered is two, since they differ in what must be there.
final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REFERENCE = "#/components/schemas/";
    private static final String INTEGER = "integer";
    private static final String NUMBER = "number";
    private static final String STRING = "string";

    private final Map<String, ObjectNode> components = new TreeMap<>();
    private final Map<String, Class<?>> taken = new HashMap<>();
    private final Map<Form, String> names = new HashMap<>();

    /// Which way a form goes.
    enum Way {
        ANSWERED,
        ASKED
    }

    private record Form(Class<?> type, Way way) {}

    /// All records that were met, by name.
    Map<String, ObjectNode> components() {
        return components;
    }

    /// @throws IllegalArgumentException for a type that is not known to be JSON
    ObjectNode of(Type type, Way way) {
        return switch (type) {
            case ParameterizedType several -> ofSeveral(several, way);
            case Class<?> one -> ofOne(one, way);
            default -> throw new IllegalArgumentException("no schema for " + type);
        };
    }

    private ObjectNode ofSeveral(ParameterizedType type, Way way) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() instanceof Class<?> raw && Map.class.isAssignableFrom(raw)) {
            return typed("object").set("additionalProperties", of(of[1], way));
        }
        if (type.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw)) {
            return typed("array").set("items", of(of[0], way));
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private ObjectNode ofOne(Class<?> type, Way way) {
        if (type.isRecord()) {
            return NODES.objectNode().put("$ref", REFERENCE + name(type, way));
        }
        if (type.isEnum()) {
            return ofEnum(type);
        }
        if (type.isSealed()) {
            ArrayNode each = NODES.arrayNode();
            for (Class<?> one : type.getPermittedSubclasses()) {
                each.add(ofOne(one, way));
            }
            return NODES.objectNode().set("oneOf", each);
        }
        return scalar(type)
                .orElseThrow(() -> new IllegalArgumentException("no schema for " + type));
    }

    private static Optional<ObjectNode> scalar(Class<?> type) {
        String name = type.isPrimitive() ? type.getName() : type.getSimpleName();
        return Optional.ofNullable(
                switch (name) {
                    case "String" -> typed(STRING);
                    case "boolean", "Boolean" -> typed("boolean");
                    case "short", "Short", "int", "Integer" -> formatted(INTEGER, "int32");
                    case "long", "Long" -> formatted(INTEGER, "int64");
                    case "float", "Float", "double", "Double" -> formatted(NUMBER, "double");
                    default -> special(type);
                });
    }

    private static @Nullable ObjectNode special(Class<?> type) {
        if (type == Instant.class) {
            return formatted(STRING, "date-time");
        }
        if (type == URI.class) {
            return formatted(STRING, "uri");
        }
        if (type == byte[].class) {
            return typed(STRING).put("contentEncoding", "base64");
        }
        if (Map.class.isAssignableFrom(type)) {
            return typed("object");
        }
        if (Collection.class.isAssignableFrom(type)) {
            return typed("array");
        }
        boolean any = type == Object.class || JsonNode.class.isAssignableFrom(type);
        return any ? NODES.objectNode() : null;
    }

    private static ObjectNode ofEnum(Class<?> type) {
        ArrayNode words = NODES.arrayNode();
        for (Object value : type.getEnumConstants()) {
            words.add(Words.of((Enum<?>) value));
        }
        return typed(STRING).set("enum", words);
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static ObjectNode formatted(String type, String format) {
        return typed(type).put("format", format);
    }

    private String name(Class<?> type, Way way) {
        Form form = new Form(type, way);
        String known = names.get(form);
        if (known != null) {
            return known;
        }
        boolean answeredToo = way == Way.ASKED && names.containsKey(new Form(type, Way.ANSWERED));
        String name = free(type, answeredToo ? "Input" : "");
        names.put(form, name);
        taken.put(name, type);
        components.put(name, object(type, way));
        return name;
    }

    /// The simple name, or where another has it already, one with the class around it.
    private String free(Class<?> type, String ending) {
        String simple = type.getSimpleName() + ending;
        if (!taken.containsKey(simple)) {
            return simple;
        }
        Class<?> around = type.getEnclosingClass();
        String longer =
                (around == null ? "" : around.getSimpleName().replaceFirst("Resource$", ""))
                        + simple;
        if (taken.containsKey(longer)) {
            throw new IllegalArgumentException("two forms are called " + longer);
        }
        return longer;
    }

    private ObjectNode object(Class<?> type, Way way) {
        ObjectNode properties = NODES.objectNode();
        ArrayNode required = NODES.arrayNode();
        for (RecordComponent field : Forms.fields(type)) {
            properties.set(Forms.name(field), property(field, way));
            if (isRequired(field, way)) {
                required.add(Forms.name(field));
            }
        }
        ObjectNode schema = typed("object");
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        return way == Way.ASKED ? schema.put("additionalProperties", false) : schema;
    }

    /// What is missing of a number or a yes or no is 0 or false, so none of them must be asked.
    private static boolean isRequired(RecordComponent field, Way way) {
        return !Forms.mayBeNull(field) && (way == Way.ANSWERED || !field.getType().isPrimitive());
    }

    private ObjectNode property(RecordComponent field, Way way) {
        ObjectNode schema = of(field.getGenericType(), way);
        if (way == Way.ASKED && field.getType().isPrimitive()) {
            schema.set(
                    "default",
                    field.getType() == boolean.class
                            ? NODES.booleanNode(false)
                            : NODES.numberNode(0));
        }
        Forms.about(field).ifPresent(about -> describe(schema, about));
        return schema;
    }

    private static void describe(ObjectNode schema, About about) {
        if (!about.value().isEmpty()) {
            schema.put("description", about.value());
        }
        if (!about.example().isEmpty()) {
            boolean text = STRING.equals(schema.path("type").asText());
            schema.set(
                    "examples",
                    NODES.arrayNode()
                            .add(
                                    text
                                            ? NODES.textNode(about.example())
                                            : Json.tree(about.example())));
        }
    }
}
