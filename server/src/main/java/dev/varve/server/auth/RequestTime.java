package dev.varve.server.auth;

import dev.varve.server.http.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/// The times that requests carry: `20130524T000000Z`, or as HTTP writes them.
final class RequestTime {
    private static final int BASIC_LENGTH = 16;
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withZone(ZoneOffset.UTC);

    private RequestTime() {}

    /// What the headers say; `x-amz-date` goes before `date`. Empty when neither holds a time.
    static Optional<Instant> of(Headers headers) {
        return headers.first("x-amz-date")
                .or(() -> headers.first("date"))
                .flatMap(RequestTime::parse);
    }

    private static Optional<Instant> parse(String text) {
        Optional<Instant> basic = basic(text);
        return basic.isPresent() ? basic : http(text);
    }

    static Optional<Instant> basic(String text) {
        return text.length() == BASIC_LENGTH ? parse(BASIC, text) : Optional.empty();
    }

    static String basic(Instant time) {
        return BASIC.format(time);
    }

    /// The day of the week is not looked at: it says nothing, and clients get it wrong.
    private static Optional<Instant> http(String text) {
        String date = text.substring(text.indexOf(',') + 1).strip();
        return parse(DateTimeFormatter.RFC_1123_DATE_TIME, date.replace("UTC", "GMT"));
    }

    private static Optional<Instant> parse(DateTimeFormatter formatter, String text) {
        try {
            Instant time = formatter.parse(text, Instant::from);
            return time.isBefore(Instant.EPOCH) ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
