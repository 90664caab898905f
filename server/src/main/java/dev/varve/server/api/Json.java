package dev.varve.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;

/// JSON as the API has it: records with names in `snake_case`, times in RFC 3339, fields without a value
/// left out, and nothing accepted that is not in the record.
public final class Json {
    static final String TYPE = "application/json";
    private static final int MAX_DEPTH = 32;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config -> {
                                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                            })
                    .annotationIntrospector(new EnumsAsWords())
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, new WriteInstant())
                                    .addDeserializer(Instant.class, new ReadInstant()))
                    .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    }

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalArgumentException for what is not JSON
    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
        }
    }

    /// For people to read.
    static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws Failed that says where it is not JSON of this form, whole
    public static <T> T read(byte[] json, Class<T> form) {
        return read(() -> MAPPER.readValue(json, form));
    }

    /// What a value becomes by a merge patch (RFC 7396): fields that are null go, objects are merged, all
    /// else is replaced.
    ///
    /// @throws Failed that says where the patch is not JSON of this form
    static <T> T merge(T value, byte[] patch, Class<T> form) {
        JsonNode changes = read(patch, JsonNode.class);
        if (!changes.isObject()) {
            throw new Failed(ErrorCode.MALFORMED_JSON, "The body must be an object.");
        }
        ObjectNode merged = MAPPER.valueToTree(value);
        merge(merged, changes);
        return read(() -> MAPPER.treeToValue(merged, form));
    }

    private static void merge(ObjectNode into, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String field = change.getKey();
            JsonNode to = change.getValue();
            if (to.isNull()) {
                into.remove(field);
            } else if (to.isObject()) {
                ObjectNode inner =
                        into.get(field) instanceof ObjectNode there
                                ? there
                                : MAPPER.createObjectNode();
                merge(inner, to);
                into.set(field, inner);
            } else {
                into.set(field, to);
            }
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reader<T> reader) {
        try {
            T value = reader.read();
            if (value == null) {
                throw new Failed(ErrorCode.MALFORMED_JSON, "The body must be an object, not null.");
            }
            Forms.requireWhole(value);
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw malformed("There is no field '" + path(e) + "'", e);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof Failed failed) {
                throw failed;
            }
            throw malformed("'" + path(e) + "' has the wrong form", e);
        } catch (JsonProcessingException e) {
            throw malformed("The body is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Failed malformed(String what, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return new Failed(
                ErrorCode.MALFORMED_JSON,
                at == null || at.getLineNr() < 1
                        ? what + "."
                        : "%s, at line %d, column %d."
                                .formatted(what, at.getLineNr(), at.getColumnNr()));
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static final class EnumsAsWords extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values, String[] names) {
            return Arrays.stream(values).map(Words::of).toArray(String[]::new);
        }
    }

    private static final class WriteInstant extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        WriteInstant() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class ReadInstant extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        ReadInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            try {
                return OffsetDateTime.parse(in.getText()).toInstant();
            } catch (DateTimeException e) {
                throw JsonMappingException.from(in, "not a time of RFC 3339", e);
            }
        }
    }
}
