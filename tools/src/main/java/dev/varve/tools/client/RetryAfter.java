package dev.varve.tools.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a server says to wait: seconds, or a date.
final class RetryAfter {
    private static final int LONGEST_NUMBER = 9;

    private RetryAfter() {}

    static Optional<Duration> of(Answer answer) {
        return answer.header("retry-after").flatMap(text -> parse(text.strip(), Instant.now()));
    }

    static Optional<Duration> parse(String text, Instant now) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > LONGEST_NUMBER
                    ? Optional.of(Duration.ofDays(1))
                    : Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
