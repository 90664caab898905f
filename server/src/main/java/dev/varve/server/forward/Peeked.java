package dev.varve.server.forward;

import dev.varve.server.http.AlteredRequest;
import dev.varve.server.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;

/// A request whose body was looked into, and begins anew.
record Peeked(HttpRequest sent, InputStream body) implements AlteredRequest {
    static HttpRequest of(HttpRequest sent, byte[] begin) {
        return new Peeked(
                sent, new SequenceInputStream(new ByteArrayInputStream(begin), sent.body()));
    }
}
