package dev.varve.server.surface;

import dev.varve.log.ETag;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.store.Preconditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conditional headers. Tags may be quoted or not, in lists, or `*`; dates that are none do not
/// count.
public final class Conditions {
    /// Equal to no tag of an object.
    private static final ETag NEVER = new ETag("-");

    private static final int MAX_TAG = 128;

    private Conditions() {}

    public static Preconditions ofRead(Headers headers) {
        return ofRead(headers, "");
    }

    public static Preconditions ofCopySource(Headers headers) {
        return ofRead(headers, "x-amz-copy-source-");
    }

    private static Preconditions ofRead(Headers headers, String prefix) {
        return new Preconditions(
                tags(headers.all(prefix + "if-match"), false),
                tags(headers.all(prefix + "if-none-match"), true),
                date(headers, prefix + "if-modified-since"),
                date(headers, prefix + "if-unmodified-since"));
    }

    /// Of what is there now, for puts, copies and completions.
    public static Preconditions ofWrite(Headers headers) {
        return new Preconditions(
                tags(headers.all("if-match"), false),
                tags(headers.all("if-none-match"), true),
                null,
                null);
    }

    /// As HTTP has them for any change of what is there.
    public static Preconditions ofChange(Headers headers) {
        return new Preconditions(
                tags(headers.all("if-match"), false),
                tags(headers.all("if-none-match"), true),
                null,
                date(headers, "if-unmodified-since"));
    }

    /// As documents have them, in the form of the headers.
    public static Preconditions ofTags(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new Preconditions(
                ifMatch == null ? List.of() : tags(List.of(ifMatch), false),
                ifNoneMatch == null ? List.of() : tags(List.of(ifNoneMatch), true),
                null,
                null);
    }

    public static Preconditions ofDelete(Headers headers) {
        return new Preconditions(
                tags(headers.all("if-match"), false),
                List.of(),
                null,
                null,
                date(headers, "x-amz-if-match-last-modified-time"),
                headers.first("x-amz-if-match-size").map(Conditions::size).orElse(null));
    }

    public static boolean areIn(Headers headers) {
        return headers.has("if-match") || headers.has("if-none-match");
    }

    public static long size(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A size must be a number.")
                    .detail("ArgumentValue", text);
        }
    }

    /// One tag as documents and headers have it.
    public static ETag tag(String text) {
        List<ETag> all = tags(List.of(text), false);
        return all.size() == 1 ? all.getFirst() : NEVER;
    }

    private static @Nullable Instant date(Headers headers, String name) {
        return headers.first(name).flatMap(HttpDates::parse).orElse(null);
    }

    /// @param weak whether a weak tag matches the strong one of the same text
    public static List<ETag> tags(List<String> values, boolean weak) {
        List<ETag> tags = new ArrayList<>();
        for (String value : values) {
            int at = 0;
            while (at < value.length()) {
                char c = value.charAt(at);
                if (c == ',' || c == ' ' || c == '\t') {
                    at++;
                } else {
                    int end = endOfTag(value, at);
                    tags.add(tagOf(value.substring(at, end).strip(), weak));
                    at = end;
                }
            }
        }
        return tags;
    }

    /// Quoted tags may hold commas.
    private static int endOfTag(String value, int start) {
        int open = value.startsWith("W/", start) ? start + 2 : start;
        int close =
                open < value.length() && value.charAt(open) == '"'
                        ? value.indexOf('"', open + 1)
                        : -1;
        if (close > 0) {
            return close + 1;
        }
        int comma = value.indexOf(',', start);
        return comma < 0 ? value.length() : comma;
    }

    private static ETag tagOf(String text, boolean weak) {
        if (text.equals("*")) {
            return Preconditions.ANY;
        }
        if (text.startsWith("W/")) {
            return weak ? tagOf(text.substring(2), false) : NEVER;
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        String bare = quoted ? text.substring(1, text.length() - 1) : text;
        boolean possible =
                !bare.isEmpty()
                        && bare.length() <= MAX_TAG
                        && bare.indexOf('"') < 0
                        && !bare.equals("*");
        return possible ? new ETag(bare) : NEVER;
    }
}
