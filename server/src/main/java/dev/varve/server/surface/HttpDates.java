package dev.varve.server.surface;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Dates in headers: written in the one form of HTTP, read in all three, and ISO 8601 where S3 has
/// it.
public final class HttpDates {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /// The one of the last answer. Formatting takes longer than finding a small object does, and objects
    /// that are asked for come from few seconds.
    private static volatile Formatted last = new Formatted(0, FIXED.format(Instant.EPOCH));

    private static final DateTimeFormatter RFC_850 =
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final List<DateTimeFormatter> READ =
            List.of(DateTimeFormatter.RFC_1123_DATE_TIME, RFC_850, ASCTIME);

    private HttpDates() {}

    private record Formatted(long second, String text) {}

    public static String text(Instant instant) {
        long second = instant.getEpochSecond();
        Formatted known = last;
        if (known.second != second) {
            known = new Formatted(second, FIXED.format(instant));
            last = known;
        }
        return known.text;
    }

    /// Empty for anything else: HTTP says that conditions with garbage are ignored.
    public static Optional<Instant> parse(String text) {
        return READ.stream()
                .map(format -> parse(format, text.strip()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String text) {
        try {
            return Optional.of(format.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// `2026-01-31T23:59:59Z`, with or without fraction, with any offset.
    public static Optional<Instant> parseIso(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
