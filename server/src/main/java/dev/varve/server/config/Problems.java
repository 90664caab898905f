package dev.varve.server.config;

import java.util.ArrayList;
import java.util.List;

/// What is wrong, gathered so that an operator sees all of it at once.
final class Problems {
    private final List<String> found = new ArrayList<>();

    void add(Source source, String what) {
        found.add(source + ": " + what);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
