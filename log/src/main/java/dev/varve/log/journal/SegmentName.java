package dev.varve.log.journal;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;

/// Names of segment files. The queue names its files by day; ours count days from 1970-01-02, one
/// for each segment.
final class SegmentName {
    static final int FIRST_CYCLE = 1;
    static final String PRECREATED = ".precreated";
    static final String SUFFIX = "F.cq4";
    private static final int DATE_LENGTH = 8;

    private SegmentName() {}

    static String of(int cycle) {
        return LocalDate.ofEpochDay(cycle).format(DateTimeFormatter.BASIC_ISO_DATE) + SUFFIX;
    }

    /// Under this name the queue takes a file that has its space already.
    static String precreated(int cycle) {
        return LocalDate.ofEpochDay(cycle).format(DateTimeFormatter.BASIC_ISO_DATE)
                + "F"
                + PRECREATED;
    }

    /// Empty when the file is not a segment.
    static OptionalInt cycle(Path file) {
        String name = file.getFileName().toString();
        if (name.length() != DATE_LENGTH + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return OptionalInt.empty();
        }
        try {
            CharSequence date = name.subSequence(0, DATE_LENGTH);
            LocalDate day = LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE);
            return OptionalInt.of(Math.toIntExact(day.toEpochDay()));
        } catch (DateTimeParseException e) {
            return OptionalInt.empty();
        }
    }
}
