package dev.varve.server.api;

import dev.varve.log.Metadata;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.fetch.Fetched;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.surface.HeaderText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is kept with an object that is fetched: what the caller says, and of what the other server says
/// only how to read the bytes.
record FetchedAttributes(@Nullable String contentType, SortedMap<String, String> user) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,128}");
    private static final String ANY_TYPE = "application/octet-stream";
    private static final int LONGEST_HEADER = 255;
    private static final int MOST_METADATA = 2048;

    /// @throws Failed for what no header could carry
    static FetchedAttributes of(
            @Nullable String contentType, @Nullable Map<String, String> metadata) {
        if (contentType != null) {
            HeaderText.require("content_type", contentType, LONGEST_HEADER);
        }
        SortedMap<String, String> user = new TreeMap<>();
        (metadata == null ? Map.<String, String>of() : metadata)
                .forEach((name, value) -> put(user, name, value));
        int bytes =
                user.entrySet().stream()
                        .mapToInt(each -> utf8(each.getKey()) + utf8(each.getValue()))
                        .sum();
        if (bytes > MOST_METADATA) {
            throw new Failed(
                    ErrorCode.METADATA_TOO_LARGE,
                    "Metadata may have " + MOST_METADATA + " bytes, not " + bytes + ".");
        }
        return new FetchedAttributes(contentType, user);
    }

    private static void put(SortedMap<String, String> user, String name, @Nullable String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lower).matches() || value == null) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "'metadata' has a name that no header can have.");
        }
        HeaderText.require("metadata." + lower, value, MOST_METADATA);
        if (user.put(lower, value) != null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'metadata' has '" + lower + "' twice.");
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    Attributes with(Fetched fetched) {
        SortedMap<String, String> system = new TreeMap<>();
        String type = contentType != null ? contentType : fetched.contentType().orElse(ANY_TYPE);
        system.put("content-type", isHeader(type) ? type : ANY_TYPE);
        fetched.contentEncoding()
                .filter(FetchedAttributes::isHeader)
                .ifPresent(encoding -> system.put("content-encoding", encoding));
        return new Attributes(new Metadata(system, user), new TreeMap<>(), null, false);
    }

    private static boolean isHeader(String value) {
        return value.length() <= LONGEST_HEADER
                && !value.isBlank()
                && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
