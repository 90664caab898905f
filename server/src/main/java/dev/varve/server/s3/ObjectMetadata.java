package dev.varve.server.s3;

import dev.varve.log.Metadata;
import dev.varve.server.http.Headers;
import dev.varve.server.surface.MetadataRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What clients say about an object, between headers and [Metadata]. Values are kept as sent.
final class ObjectMetadata {
    static final String STORAGE_CLASS = MetadataRules.STORAGE_CLASS;
    static final String REDIRECT = "x-amz-website-redirect-location";
    static final String STANDARD = MetadataRules.STANDARD;
    private static final String USER = "x-amz-meta-";
    private static final String TYPE = "content-type";
    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final String ENCODING = "content-encoding";
    static final int MAX_USER_BYTES = MetadataRules.MAX_USER_BYTES;
    private static final Pattern COMMA = Pattern.compile(",");

    private static final List<String> SYSTEM =
            List.of(
                    "cache-control",
                    "content-disposition",
                    "content-language",
                    TYPE,
                    "expires",
                    REDIRECT);

    private ObjectMetadata() {}

    static Metadata parse(Headers headers) {
        SortedMap<String, String> system = new TreeMap<>();
        for (String name : SYSTEM) {
            headers.first(name).ifPresent(value -> system.put(name, value));
        }
        system.putIfAbsent(TYPE, DEFAULT_TYPE);
        encoding(headers).ifPresent(value -> system.put(ENCODING, value));
        storageClass(headers).ifPresent(value -> system.put(STORAGE_CLASS, value));
        system.forEach(ObjectMetadata::requireHeader);
        return new Metadata(system, user(headers));
    }

    /// Forms and links can say what no header can; given back as one it would be two.
    static void requireHeader(String name, String value) {
        MetadataRules.requireHeader(name, value);
    }

    /// `aws-chunked` says how the request came, not what the object is.
    private static Optional<String> encoding(Headers headers) {
        if (!headers.has(ENCODING)) {
            return Optional.empty();
        }
        String sent = String.join(",", headers.all(ENCODING));
        if (!sent.toLowerCase(Locale.ROOT).contains("aws-chunked")) {
            return Optional.of(sent);
        }
        String kept =
                COMMA.splitAsStream(sent)
                        .map(String::strip)
                        .filter(each -> !each.equalsIgnoreCase("aws-chunked"))
                        .collect(Collectors.joining(","));
        return Optional.of(kept).filter(text -> !text.isEmpty());
    }

    /// The class asked for, empty for the usual one.
    static Optional<String> storageClass(Headers headers) {
        Optional<String> asked = headers.first(STORAGE_CLASS);
        asked.ifPresent(MetadataRules::requireClass);
        return asked.filter(name -> !name.equals(STANDARD));
    }

    private static SortedMap<String, String> user(Headers headers) {
        SortedMap<String, String> user = new TreeMap<>();
        for (String header : headers.names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(USER)) {
                String name = lower.substring(USER.length());
                String value = String.join(",", headers.all(header));
                requireHeader(lower, value);
                user.put(name, value);
            }
        }
        MetadataRules.requireFitting(user);
        return user;
    }

    static void answer(Headers headers, Metadata metadata) {
        metadata.system().forEach(headers::set);
        metadata.user().forEach((name, value) -> headers.set(USER + name, value));
    }

    static String storageClass(Metadata metadata) {
        return metadata.system().getOrDefault(STORAGE_CLASS, STANDARD);
    }

    /// What a copy keeps of its source: all but where it is stored and where it redirects to, which
    /// are the copy's own.
    static Metadata copied(Metadata source, Headers headers) {
        SortedMap<String, String> system = new TreeMap<>(source.system());
        system.remove(STORAGE_CLASS);
        system.remove(REDIRECT);
        storageClass(headers).ifPresent(value -> system.put(STORAGE_CLASS, value));
        headers.first(REDIRECT).ifPresent(value -> system.put(REDIRECT, value));
        return new Metadata(system, source.user());
    }
}
