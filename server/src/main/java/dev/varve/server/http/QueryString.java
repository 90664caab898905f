package dev.varve.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A query as sent: names and values in order, decoded; a name without `=` has no value.
public final class QueryString {
    public static final QueryString EMPTY = new QueryString(List.of());
    private static final Pattern AND = Pattern.compile("&");
    private final List<Parameter> parameters;

    /// `hasValue` is false for `name` and for `name=`, which mean the same.
    public record Parameter(String name, String value, boolean hasValue) {}

    private QueryString(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    /// A plus is a space here, as in forms and in what SDKs send; encoders write `%2B` and `%20`.
    ///
    /// @throws IllegalArgumentException for what cannot be decoded
    public static QueryString parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        List<Parameter> found = new ArrayList<>();
        for (String each : AND.splitAsStream(raw).toList()) {
            if (!each.isEmpty()) {
                int equals = each.indexOf('=');
                String name = equals < 0 ? each : each.substring(0, equals);
                String value = equals < 0 ? "" : each.substring(equals + 1);
                found.add(new Parameter(decode(name), decode(value), !value.isEmpty()));
            }
        }
        return new QueryString(found);
    }

    private static String decode(String raw) {
        return Percent.decode(raw.replace('+', ' '));
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    public Optional<String> first(String name) {
        Parameter found = find(name);
        return found == null ? Optional.empty() : Optional.of(found.value());
    }

    public String get(String name, String otherwise) {
        Parameter found = find(name);
        return found == null ? otherwise : found.value();
    }

    /// Asked many times for each request, of queries that have few parameters or none.
    private @Nullable Parameter find(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return parameter;
            }
        }
        return null;
    }
}
