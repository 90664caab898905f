package dev.varve.server.access;

import java.util.Map;

/// A request before anybody signs it.
///
/// @param query encoded, without the question mark
record Sent(String method, String path, String query, Map<String, String> headers, String body) {
    static Sent of(String method, String path) {
        return new Sent(method, path, "", Map.of(), "");
    }

    Sent query(String text) {
        return new Sent(method, path, text, headers, body);
    }

    Sent header(String name, String value) {
        return new Sent(method, path, query, Map.of(name, value), body);
    }

    Sent body(String text) {
        return new Sent(method, path, query, headers, text);
    }
}
