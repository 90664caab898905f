package dev.varve.server.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the records say of the JSON they stand for: names, and which fields may be missing.
final class Forms {
    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

    private Forms() {}

    static List<RecordComponent> fields(Class<?> form) {
        RecordComponent[] fields = form.getRecordComponents();
        return fields == null ? List.of() : List.of(fields);
    }

    static String name(RecordComponent field) {
        return NAMES.translate(field.getName());
    }

    static boolean mayBeNull(RecordComponent field) {
        return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static Optional<About> about(RecordComponent field) {
        return Optional.ofNullable(field.getAnnotation(About.class));
    }

    /// Requires every field that a form must have, also of the forms within it, and text that is
    /// Unicode: JSON can escape halves of characters, which no UTF-8 can say.
    ///
    /// @throws Failed that names the first that is missing
    static void requireWhole(Object form) {
        requireWhole(form, "");
    }

    private static void requireWhole(@Nullable Object value, String at) {
        switch (value) {
            case Record form -> requireFields(form, at);
            case String text -> requireUnicode(text, at);
            case Collection<?> all -> all.forEach(each -> requireWhole(each, at + "[]"));
            case Map<?, ?> all ->
                    all.forEach((name, each) -> {
                        requireWhole(name, at);
                        requireWhole(each, join(at, String.valueOf(name)));
                    });
            case null, default -> {
                // Has no fields.
            }
        }
    }

    private static void requireUnicode(String text, String at) {
        if (text.codePoints().anyMatch(Forms::isHalf)) {
            throw new Failed(
                    ErrorCode.MALFORMED_JSON, "'" + at + "' has half of a character in it.");
        }
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static void requireFields(Record form, String at) {
        for (RecordComponent field : fields(form.getClass())) {
            Object value = value(form, field);
            String path = join(at, name(field));
            if (value == null && !mayBeNull(field)) {
                throw new Failed(ErrorCode.MALFORMED_JSON, "'" + path + "' is missing.");
            }
            requireWhole(value, path);
        }
    }

    private static String join(String at, String name) {
        return at.isEmpty() ? name : at + "." + name;
    }

    private static @Nullable Object value(Record form, RecordComponent field) {
        try {
            field.getAccessor().setAccessible(true);
            return field.getAccessor().invoke(form);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }
}
