package dev.varve.log;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a client said about an object: system headers (`content-type`, `cache-control`, …) and its
/// own pairs, byte for byte as sent, names in lower case.
public record Metadata(SortedMap<String, String> system, SortedMap<String, String> user) {
    public static final Metadata NONE = new Metadata(new TreeMap<>(), new TreeMap<>());

    public Metadata {
        system = Collections.unmodifiableSortedMap(new TreeMap<>(system));
        user = Collections.unmodifiableSortedMap(new TreeMap<>(user));
    }

    public static Metadata ofType(String contentType) {
        return new Metadata(new TreeMap<>(Map.of("content-type", contentType)), new TreeMap<>());
    }
}
