package dev.varve.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header fields with their values as sent, in order. Names are in lower case, as HTTP/2 has them.
public final class Headers {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    public Headers add(String name, String value) {
        values.computeIfAbsent(lower(name), _ -> new ArrayList<>(1)).add(value);
        return this;
    }

    public Headers set(String name, String value) {
        values.put(lower(name), new ArrayList<>(List.of(value)));
        return this;
    }

    public Headers remove(String name) {
        values.remove(lower(name));
        return this;
    }

    public boolean has(String name) {
        return values.containsKey(lower(name));
    }

    public Optional<String> first(String name) {
        List<String> found = values.get(lower(name));
        return found == null ? Optional.empty() : Optional.of(found.getFirst());
    }

    public String get(String name, String otherwise) {
        List<String> found = values.get(lower(name));
        return found == null ? otherwise : found.getFirst();
    }

    public List<String> all(String name) {
        List<String> found = values.get(lower(name));
        return found == null ? List.of() : Collections.unmodifiableList(found);
    }

    public Iterable<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public void forEach(BiConsumer<String, String> each) {
        values.forEach((name, all) -> all.forEach(value -> each.accept(name, value)));
    }

    /// The same string where it is in lower case already, as most are.
    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
