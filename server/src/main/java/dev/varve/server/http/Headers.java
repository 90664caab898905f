package dev.varve.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Header fields with their values as sent, in order. Names are compared without case.
public final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public Headers add(String name, String value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
        return this;
    }

    public Headers set(String name, String value) {
        values.put(name, new ArrayList<>(List.of(value)));
        return this;
    }

    public Headers remove(String name) {
        values.remove(name);
        return this;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public String get(String name, String otherwise) {
        List<String> found = values.get(name);
        return found == null ? otherwise : found.getFirst();
    }

    public List<String> all(String name) {
        return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
    }

    public Iterable<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public void forEach(BiConsumer<String, String> each) {
        values.forEach((name, all) -> all.forEach(value -> each.accept(name, value)));
    }
}
