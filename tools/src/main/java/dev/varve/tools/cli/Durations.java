package dev.varve.tools.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Times like `90s`, `15m`, `12h` and `30d`.
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (text.matches("[1-9][0-9]{0,8}[smhdSMHD]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            try {
                return switch (text.toLowerCase(Locale.ROOT).charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
            } catch (DateTimeException | ArithmeticException e) {
                throw new TypeConversionException("'" + text + "' is too long");
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is not a time such as 90s, 15m, 12h, 30d");
    }
}
