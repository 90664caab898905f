package dev.varve.projections.sql;

import dev.varve.log.HybridTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How times and pairs are written: so that texts compare as what they say does.
final class Texts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int DAY = 10;

    private Texts() {}

    static String of(Instant time) {
        return TIME.format(time);
    }

    static String of(HybridTime time) {
        return of(time.instant());
    }

    static @Nullable String orNull(@Nullable Instant time) {
        return time == null ? null : of(time);
    }

    /// In UTC.
    static String day(Instant time) {
        return of(time).substring(0, DAY);
    }

    /// As JSON, in the order of the names.
    static String json(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> quoted(pair.getKey()) + ":" + quoted(pair.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
