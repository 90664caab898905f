package dev.varve.server.api.objects;

import dev.varve.log.Metadata;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.server.api.Words;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.surface.HttpDates;
import dev.varve.server.surface.MetadataRules;
import dev.varve.server.surface.TagRules;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is said of an object in headers. Values are kept as sent, and given back so.
final class ObjectHeaders {
    static final String DEFAULT_TYPE = "application/octet-stream";
    static final String META = "x-meta-";
    static final String VERSION = "x-version";
    static final String DELETE_MARKER = "x-delete-marker";
    static final String BYTES_RELEASED = "x-bytes-released";
    static final String SHA256 = "x-content-sha256";
    static final String XXH3 = "x-content-xxh3";
    private static final String CLASS = "x-storage-class";
    private static final String TAGS = "x-tags";
    private static final String MODE = "x-lock-mode";
    private static final String UNTIL = "x-lock-until";
    private static final String HOLD = "x-legal-hold";

    private static final List<String> CONTENT =
            List.of(
                    "content-type",
                    "content-encoding",
                    "content-language",
                    "content-disposition",
                    "cache-control",
                    "expires");

    private ObjectHeaders() {}

    /// @throws Failed for what is malformed or too much
    ///
    /// @param type where the headers name none
    static Attributes parse(Headers headers, String type) {
        return new Attributes(
                metadata(headers, type),
                headers.first(TAGS).map(ObjectHeaders::tags).orElseGet(TreeMap::new),
                retention(headers),
                headers.first(HOLD).map(text -> yes(HOLD, text)).orElse(false));
    }

    private static Metadata metadata(Headers headers, String type) {
        SortedMap<String, String> system = new TreeMap<>();
        for (String name : CONTENT) {
            if (headers.has(name)) {
                system.put(name, String.join(", ", headers.all(name)));
            }
        }
        system.putIfAbsent("content-type", type);
        headers.first(CLASS)
                .ifPresent(name -> {
                    MetadataRules.requireClass(name);
                    if (!name.equals(MetadataRules.STANDARD)) {
                        system.put(MetadataRules.STORAGE_CLASS, name);
                    }
                });
        return new Metadata(system, user(headers));
    }

    private static SortedMap<String, String> user(Headers headers) {
        SortedMap<String, String> user = new TreeMap<>();
        for (String header : headers.names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(META)) {
                user.put(lower.substring(META.length()), String.join(", ", headers.all(header)));
            }
        }
        MetadataRules.requireFitting(user);
        return user;
    }

    private static SortedMap<String, String> tags(String header) {
        try {
            return TagRules.parse(header);
        } catch (IllegalArgumentException e) {
            throw invalid(TAGS, "is written like a query: a=1&b=2");
        }
    }

    private static @Nullable Retention retention(Headers headers) {
        Optional<String> mode = headers.first(MODE);
        Optional<String> until = headers.first(UNTIL);
        if (mode.isPresent() != until.isPresent()) {
            throw invalid(MODE, "and " + UNTIL + " only come together");
        }
        return mode.map(name ->
                        new Retention(
                                Words.parse(Retention.Mode.class, MODE, name),
                                future(UNTIL, time(until.orElse("")))))
                .orElse(null);
    }

    private static Instant time(String text) {
        return HttpDates.parseIso(text)
                .orElseThrow(() -> invalid(UNTIL, "is a time like 2030-01-31T23:59:59Z"));
    }

    static Instant future(String name, Instant time) {
        if (!time.isAfter(Instant.now())) {
            throw invalid(name, "must be in the future");
        }
        return time;
    }

    private static boolean yes(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "is true or false");
        };
    }

    private static Failed invalid(String name, String rule) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, name + " " + rule + ".");
    }

    /// What an answer tells of an object beside its bytes.
    static void answer(Headers headers, ObjectState state) {
        Metadata metadata = state.attributes().metadata();
        headers.set("content-type", DEFAULT_TYPE);
        CONTENT.forEach(name -> {
            String value = metadata.system().get(name);
            if (value != null) {
                headers.set(name, value);
            }
        });
        String stored = metadata.system().get(MetadataRules.STORAGE_CLASS);
        if (stored != null) {
            headers.set(CLASS, stored);
        }
        metadata.user().forEach((name, value) -> headers.set(META + name, value));
        digests(headers, state);
        attributes(headers, state.attributes());
    }

    private static void digests(Headers headers, ObjectState state) {
        Digests.sha256(state)
                .ifPresent(sha256 -> {
                    headers.set(SHA256, sha256.toString());
                    headers.set(
                            "repr-digest",
                            "sha-256=:"
                                    + Base64.getEncoder().encodeToString(sha256.toArray())
                                    + ":");
                });
        Digests.xxh3(state.checksums()).ifPresent(xxh3 -> headers.set(XXH3, xxh3.toString()));
    }

    private static void attributes(Headers headers, Attributes attributes) {
        if (!attributes.tags().isEmpty()) {
            headers.set("x-tag-count", Integer.toString(attributes.tags().size()));
        }
        Retention retention = attributes.retention();
        if (retention != null) {
            headers.set(MODE, Words.of(retention.mode()));
            headers.set(UNTIL, retention.until().toString());
        }
        if (attributes.legalHold()) {
            headers.set(HOLD, "true");
        }
    }
}
