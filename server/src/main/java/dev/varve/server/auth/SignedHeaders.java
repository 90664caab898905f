package dev.varve.server.auth;

import dev.varve.server.http.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The headers that a client says it signed.
///
/// @param text as sent, because that is signed too
record SignedHeaders(String text, List<String> names) {
    private static final Pattern SEMICOLON = Pattern.compile(";");

    /// Each name once, or a few bytes of names could ask for many of values.
    static SignedHeaders parse(String text, Place place) {
        List<String> names = SEMICOLON.splitAsStream(text).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw place.malformed("SignedHeaders names a header twice.");
            }
        }
        return new SignedHeaders(text, names);
    }

    /// The host and everything that starts with `x-amz-` or `x-varve-` must be signed, or somebody on the way could
    /// change what the request means.
    ///
    /// @param exempt one more header that is bound in another way, or an empty string
    void requireAll(Headers headers, String exempt) {
        Set<String> signed = new HashSet<>(names);
        Set<String> missing = new TreeSet<>();
        if (!signed.contains("host")) {
            missing.add("host");
        }
        for (String each : headers.names()) {
            String name = each.toLowerCase(Locale.ROOT);
            boolean means = name.startsWith("x-amz-") || name.startsWith("x-varve-");
            if (means && !signed.contains(name) && !name.equals(exempt)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw Denied.notSigned(String.join(", ", missing));
        }
    }
}
