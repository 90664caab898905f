package dev.varve.server.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Bodies of requests for links, and of their answers.
final class LinkForms {
    private LinkForms() {}

    /// @param method GET, HEAD, PUT or DELETE
    /// @param newKey instead of a key, for PUT: one that nobody has
    /// @param expiresIn seconds
    /// @param maxSize bytes, for PUT, as the other three
    /// @param contentType exactly this one
    /// @param digest SHA-256 of what is uploaded, 64 hexadecimal digits
    /// @param response headers of the answer to GET
    /// @param version instead of the current one, for GET, HEAD and DELETE
    record NewLink(
            @Nullable String method,
            @Nullable String bucket,
            @Nullable String key,
            @Nullable NewKey newKey,
            @Nullable Long expiresIn,
            @Nullable Long maxSize,
            @Nullable Long minSize,
            @Nullable String contentType,
            @Nullable String digest,
            boolean singleUse,
            @Nullable Response response,
            @Nullable String version) {}

    /// A UUID of version 7 between the two.
    record NewKey(@Nullable String prefix, @Nullable String suffix) {}

    record Response(@Nullable String contentDisposition, @Nullable String contentType) {}

    /// @param url a secret: who has it can use it
    record LinkView(
            String id,
            String url,
            String method,
            String bucket,
            String key,
            Instant expires,
            boolean singleUse) {}
}
