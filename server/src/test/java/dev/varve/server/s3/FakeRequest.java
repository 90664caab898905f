package dev.varve.server.s3;

import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import java.io.InputStream;

/// A request without a network.
record FakeRequest(
        String method,
        String rawPath,
        String rawQuery,
        Headers headers,
        long contentLength,
        InputStream body)
        implements HttpRequest {
    @Override
    public String id() {
        return "request-1";
    }

    @Override
    public QueryString query() {
        return QueryString.parse(rawQuery);
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public boolean isSecure() {
        return false;
    }
}
