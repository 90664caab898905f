package dev.varve.server.http;

import java.io.InputStream;
import java.util.Optional;

/// Another request but for what an implementation says itself.
public interface AlteredRequest extends HttpRequest {
    HttpRequest sent();

    @Override
    default String id() {
        return sent().id();
    }

    @Override
    default String method() {
        return sent().method();
    }

    @Override
    default String rawPath() {
        return sent().rawPath();
    }

    @Override
    default String rawQuery() {
        return sent().rawQuery();
    }

    @Override
    default QueryString query() {
        return sent().query();
    }

    @Override
    default Headers headers() {
        return sent().headers();
    }

    @Override
    default long contentLength() {
        return sent().contentLength();
    }

    @Override
    default boolean hasBody() {
        return sent().hasBody();
    }

    @Override
    default InputStream body() {
        return sent().body();
    }

    @Override
    default String remoteAddress() {
        return sent().remoteAddress();
    }

    @Override
    default boolean isSecure() {
        return sent().isSecure();
    }

    @Override
    default Optional<Relayed> relayed() {
        return sent().relayed();
    }

    @Override
    default Share share() {
        return sent().share();
    }

    @Override
    default RequestNote note() {
        return sent().note();
    }
}
