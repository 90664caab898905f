package dev.varve.server.api.objects;

import dev.varve.server.http.Headers;
import java.util.Locale;
import java.util.Set;

/// Keeps stored content from acting as a page of this server: a browser must not guess that it is one,
/// and what it would run as one runs without origin, so that it reaches nothing here.
final class Sandbox {
    private static final Set<String> KINDS = Set.of("image", "audio", "video", "font");
    private static final Set<String> TYPES =
            Set.of(
                    "text/plain",
                    "text/csv",
                    "application/json",
                    "application/octet-stream",
                    "application/pdf",
                    "application/zip",
                    "application/gzip");

    private Sandbox() {}

    /// @param headers that say the content's type already
    static void protect(Headers headers) {
        headers.set("x-content-type-options", "nosniff");
        if (!isInert(headers.get("content-type", ""))) {
            headers.set("content-security-policy", "sandbox");
        }
    }

    /// Whether no browser runs anything of this type. What is not known to be harmless is not.
    private static boolean isInert(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        boolean kind = slash > 0 && KINDS.contains(type.substring(0, slash));
        return TYPES.contains(type) || (kind && !type.endsWith("xml"));
    }
}
