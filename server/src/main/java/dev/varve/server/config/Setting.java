package dev.varve.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One thing that can be set. [Settings] is the table of them.
///
/// @param key as in the file, tables and names joined by dots
/// @param fallback what holds where no source says anything
/// @param aliases further environment variables that set it
/// @param secret never shown, never taken from the command line, and readable from a file that
///     `NAME_FILE` names
record Setting<T>(
        String key,
        Type<T> type,
        T fallback,
        String description,
        boolean secret,
        List<String> aliases) {
    static final String PREFIX = "VARVE_";
    private static final String FILE = "_FILE";

    static <T> Setting<T> of(String key, Type<T> type, T fallback, String description) {
        return new Setting<>(key, type, fallback, description, false, List.of());
    }

    Setting<T> asSecret() {
        return new Setting<>(key, type, fallback, description, true, aliases);
    }

    Setting<T> alsoFrom(String variable) {
        return new Setting<>(key, type, fallback, description, secret, List.of(variable));
    }

    /// `http.max-connections` is `VARVE_HTTP_MAX_CONNECTIONS`.
    String variable() {
        return PREFIX + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    /// Environment variables that hold the value.
    List<String> variables() {
        List<String> all = new ArrayList<>(aliases);
        all.addFirst(variable());
        return all;
    }

    /// Environment variables that name a file which holds it.
    List<String> fileVariables() {
        return secret ? List.of(variable() + FILE) : List.of();
    }

    String show(T value) {
        return type.write(value);
    }

    String fallbackShown() {
        return show(fallback);
    }
}
