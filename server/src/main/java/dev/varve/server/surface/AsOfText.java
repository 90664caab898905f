package dev.varve.server.surface;

import dev.varve.log.Position;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.AsOf;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A moment as clients write it: a time of RFC 3339 (`2026-11-20T10:15:00Z`), or the number of a
/// position (`12345`).
public final class AsOfText {
    private static final Pattern TIME =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");
    private static final Pattern POSITION = Pattern.compile("0|[1-9]\\d{0,18}");

    private AsOfText() {}

    /// @throws Failed `InvalidArgument` for what is neither
    public static AsOf parse(String text) {
        return read(text)
                .orElseThrow(() ->
                        new Failed(
                                ErrorCode.INVALID_ARGUMENT,
                                "as-of is a time like 2026-11-20T10:15:00Z, or the number of a"
                                        + " position."));
    }

    private static Optional<AsOf> read(String text) {
        try {
            return TIME.matcher(text).matches()
                    ? Optional.of(
                            new AsOf.At(
                                    OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                                            .toInstant()))
                    : position(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Of digits alone, none of them in vain.
    static Optional<AsOf> position(String digits) {
        if (!POSITION.matcher(digits).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AsOf.AtPosition(new Position(Long.parseLong(digits))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
