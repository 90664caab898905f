package dev.varve.tools.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;

/// An answer whose body is read as it comes.
public record Streamed(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
