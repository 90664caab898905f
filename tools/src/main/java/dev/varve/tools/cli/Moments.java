package dev.varve.tools.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Moments of the past as people name them, to what the API takes: `1h` and `1 hour ago` by the clock of
/// this machine; a time of RFC 3339, or the number of a position, as it is.
final class Moments implements ITypeConverter<String> {
    private static final Pattern AGO =
            Pattern.compile("([1-9][0-9]{0,8}) ?(second|minute|hour|day)s? ago");
    private static final Pattern SHORT = Pattern.compile("[1-9][0-9]{0,8}[smhdSMHD]( ago)?");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,19}");

    private final InstantSource clock;
    private final Durations durations = new Durations();

    Moments() {
        this(InstantSource.system());
    }

    Moments(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String convert(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return before(durations.convert(ago.group(1) + ago.group(2).charAt(0)));
        }
        if (SHORT.matcher(text).matches()) {
            return before(durations.convert(text.replace(" ago", "")));
        }
        return POSITION.matcher(text).matches() ? text : time(text);
    }

    private String before(Duration duration) {
        return clock.instant().minus(duration).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String time(String text) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'"
                            + text
                            + "' is not a moment such as 1h, \"1 hour ago\", 2026-11-20T10:15:00Z, or"
                            + " the number of a position");
        }
    }
}
