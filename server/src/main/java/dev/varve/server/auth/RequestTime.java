package dev.varve.server.auth;

import dev.varve.server.http.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The times that requests carry: `20130524T000000Z`, or as HTTP writes them.
final class RequestTime {
    private static final int BASIC_LENGTH = 16;
    private static final int DATE_LENGTH = 8;

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

    /// By hand: every signed request has one, and a formatter takes longer than the signature.
    static Optional<Instant> basic(String text) {
        boolean shaped =
                text.length() == BASIC_LENGTH
                        && text.charAt(DATE_LENGTH) == 'T'
                        && text.charAt(BASIC_LENGTH - 1) == 'Z';
        int date = shaped ? digits(text, 0, DATE_LENGTH) : -1;
        int time = shaped ? digits(text, DATE_LENGTH + 1, BASIC_LENGTH - 1) : -1;
        return date < 0 || time < 0 ? Optional.empty() : of(date, time);
    }

    private static Optional<Instant> of(int date, int time) {
        try {
            return notBeforeEpoch(
                    LocalDateTime.of(
                                    date / 10_000,
                                    date / 100 % 100,
                                    date % 100,
                                    time / 10_000,
                                    time / 100 % 100,
                                    time % 100)
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Negative where they are none.
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static Optional<Instant> notBeforeEpoch(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Optional.empty() : Optional.of(time);
    }

    static String basic(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(BASIC_LENGTH);
        two(text, utc.getYear() / 100);
        two(text, utc.getYear() % 100);
        two(text, utc.getMonthValue());
        two(text, utc.getDayOfMonth());
        text.append('T');
        two(text, utc.getHour());
        two(text, utc.getMinute());
        two(text, utc.getSecond());
        return text.append('Z').toString();
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /// The day of the week is not looked at: it says nothing, and clients get it wrong.
    private static Optional<Instant> http(String text) {
        String date = text.substring(text.indexOf(',') + 1).strip();
        return parse(DateTimeFormatter.RFC_1123_DATE_TIME, date.replace("UTC", "GMT"));
    }

    private static Optional<Instant> parse(DateTimeFormatter formatter, String text) {
        try {
            return notBeforeEpoch(formatter.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
