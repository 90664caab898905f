package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// An object of a bucket, as lists and answers tell of it.
///
/// @param etag without quotes
/// @param sha256 in hex, where the server knows it
/// @param modified when it was stored
/// @param mtime when the file was changed that it was made of, where that was said
public record RemoteObject(
        String key,
        long size,
        String etag,
        Optional<String> sha256,
        Instant modified,
        Optional<Instant> mtime) {
    /// The pair of custom metadata that keeps a file's time.
    static final String MTIME = "mtime";

    /// An item of a list that was asked for with `metadata`.
    public static RemoteObject of(JsonNode listed) {
        return new RemoteObject(
                listed.path("key").asText(),
                listed.path("size").asLong(),
                listed.path("etag").asText(),
                text(listed.path("sha256")),
                instant(listed.path("modified").asText()).orElse(Instant.EPOCH),
                text(listed.path("metadata").path("custom").path(MTIME))
                        .flatMap(RemoteObject::instant));
    }

    /// What an answer to HEAD says.
    public static RemoteObject of(String key, Answer answer) {
        long size = answer.headers().firstValueAsLong("content-length").orElse(0);
        return of(key, size, answer.headers());
    }

    /// What an answer to GET or HEAD says in its headers.
    static RemoteObject of(String key, long size, HttpHeaders headers) {
        return new RemoteObject(
                key,
                size,
                headers.firstValue("etag").orElse("").replace("\"", ""),
                headers.firstValue("x-content-sha256"),
                headers.firstValue("last-modified")
                        .flatMap(RemoteObject::httpDate)
                        .orElse(Instant.EPOCH),
                headers.firstValue("x-meta-" + MTIME).flatMap(RemoteObject::instant));
    }

    /// When its content was changed last, as far as that is known.
    public Instant changed() {
        return mtime.orElse(modified);
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
