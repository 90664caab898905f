package dev.varve.server.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// A request that came from nowhere.
public final class FakeRequest implements HttpRequest {
    private final Builder from;
    private final InputStream body;

    private FakeRequest(Builder from) {
        this.from = from;
        this.body = new ByteArrayInputStream(from.body);
    }

    /// @param target path, and query behind a `?`
    public static Builder builder(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        return new Builder(method, path, mark < 0 ? "" : target.substring(mark + 1));
    }

    /// Makes requests; may go on after it made one.
    public static final class Builder {
        private String method;
        private String rawPath;
        private String rawQuery;
        private Headers headers = new Headers().set("host", "s3.example.com");
        private byte[] body = {};
        private String remoteAddress = "127.0.0.1";
        private boolean secure;

        private Builder(String method, String rawPath, String rawQuery) {
            this.method = method;
            this.rawPath = rawPath;
            this.rawQuery = rawQuery;
        }

        public Builder method(String changed) {
            method = changed;
            return this;
        }

        public Builder path(String raw) {
            rawPath = raw;
            return this;
        }

        public Builder query(String raw) {
            rawQuery = raw;
            return this;
        }

        /// Replaces what this header had.
        public Builder header(String name, String value) {
            headers.set(name, value);
            return this;
        }

        public Builder addHeader(String name, String value) {
            headers.add(name, value);
            return this;
        }

        public Builder without(String name) {
            headers.remove(name);
            return this;
        }

        public Builder body(byte[] bytes) {
            body = bytes.clone();
            return this;
        }

        public Builder from(String address) {
            remoteAddress = address;
            return this;
        }

        public Builder secure() {
            secure = true;
            return this;
        }

        public FakeRequest build() {
            return new FakeRequest(copy());
        }

        private Builder copy() {
            Builder copy = new Builder(method, rawPath, rawQuery);
            copy.headers = new Headers();
            headers.forEach(copy.headers::add);
            copy.body = body;
            copy.remoteAddress = remoteAddress;
            copy.secure = secure;
            return copy;
        }
    }

    /// To make one like it.
    public Builder toBuilder() {
        return from.copy();
    }

    @Override
    public String id() {
        return "request-1";
    }

    @Override
    public String method() {
        return from.method;
    }

    @Override
    public String rawPath() {
        return from.rawPath;
    }

    @Override
    public String rawQuery() {
        return from.rawQuery;
    }

    @Override
    public QueryString query() {
        try {
            return QueryString.parse(from.rawQuery);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_URI, "Couldn't parse the specified URI.");
        }
    }

    @Override
    public Headers headers() {
        return from.headers;
    }

    @Override
    public long contentLength() {
        return from.body.length;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public String remoteAddress() {
        return from.remoteAddress;
    }

    @Override
    public boolean isSecure() {
        return from.secure;
    }
}
