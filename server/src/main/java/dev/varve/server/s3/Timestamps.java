package dev.varve.server.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/// Times in documents. By hand, since a listing has a thousand of them.
final class Timestamps {
    private static final long SECONDS_OF_DAY = 86_400;

    private Timestamps() {}

    /// `2026-01-31T23:59:59.000Z`: whole seconds, as in `Last-Modified`, for years 0 to 9999.
    static String iso(Instant instant) {
        long second = instant.getEpochSecond();
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_OF_DAY));
        int ofDay = (int) Math.floorMod(second, SECONDS_OF_DAY);
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        two(text, 0, date.getYear() / 100);
        two(text, 2, date.getYear() % 100);
        two(text, 5, date.getMonthValue());
        two(text, 8, date.getDayOfMonth());
        two(text, 11, ofDay / 3600);
        two(text, 14, ofDay / 60 % 60);
        two(text, 17, ofDay % 60);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
