package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Enumerations as the API writes them: `suspended`, `legal-hold`.
public final class Words {
    private Words() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @param field where it was, for the message
    public static <E extends Enum<E>> E parse(Class<E> all, String field, String text) {
        return Arrays.stream(all.getEnumConstants())
                .filter(value -> of(value).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new Failed(
                                ErrorCode.INVALID_ARGUMENT,
                                "'%s' must be one of %s."
                                        .formatted(
                                                field,
                                                Arrays.stream(all.getEnumConstants())
                                                        .map(Words::of)
                                                        .collect(Collectors.joining(", ")))));
    }
}
