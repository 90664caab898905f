package dev.varve.server.http.ops;

import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import dev.varve.server.http.RequestNote;
import java.io.InputStream;

/// A request without a connection.
record SampleRequest(
        String method, String rawPath, String rawQuery, Headers headers, RequestNote note)
        implements HttpRequest {
    static SampleRequest get(String target) {
        return of("GET", target);
    }

    static SampleRequest of(String method, String target) {
        int query = target.indexOf('?');
        return new SampleRequest(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                new Headers(),
                new RequestNote());
    }

    SampleRequest with(String header, String value) {
        headers.add(header, value);
        return this;
    }

    @Override
    public String id() {
        return "0123456789ABCDEF";
    }

    @Override
    public QueryString query() {
        return QueryString.parse(rawQuery);
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.7";
    }

    @Override
    public boolean isSecure() {
        return false;
    }
}
