package dev.varve.server.forward;

import dev.varve.server.http.AlteredRequest;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Share;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// A batch of which only a share is asked for. Its body is all that the client sent.
record Shared(HttpRequest sent, InputStream body, Share share) implements AlteredRequest {
    static HttpRequest of(HttpRequest sent, byte[] body, Share share) {
        return new Shared(sent, new ByteArrayInputStream(body), share);
    }
}
