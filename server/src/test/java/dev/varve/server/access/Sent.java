package dev.varve.server.access;

import java.util.Map;
import java.util.TreeMap;

/// A request before anybody signs it.
///
/// @param path may have names in braces for what must be made first, see [Fixtures]
/// @param query encoded, without the question mark
record Sent(String method, String path, String query, Map<String, String> headers, String body) {
    static Sent of(String method, String path) {
        return new Sent(method, path, "", Map.of(), "");
    }

    Sent query(String text) {
        return new Sent(method, path, text, headers, body);
    }

    Sent path(String text) {
        return new Sent(method, text, query, headers, body);
    }

    Sent header(String name, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(name, value);
        return new Sent(method, path, query, all, body);
    }

    Sent body(String text) {
        return new Sent(method, path, query, headers, text);
    }
}
