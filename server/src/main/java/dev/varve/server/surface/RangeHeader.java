package dev.varve.server.surface;

import dev.varve.server.store.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Range` header. Only one range of bytes is one; everything else asks for the whole object,
/// as on S3.
public final class RangeHeader {
    private static final Pattern FORM =
            Pattern.compile("bytes[ \t]*=[ \t]*([0-9]*)[ \t]*-[ \t]*([0-9]*)[ \t]*");
    private static final Pattern EXACT = Pattern.compile("bytes=([0-9]+)-([0-9]+)");
    private static final int MAX_DIGITS = 18;

    private RangeHeader() {}

    public static ByteRange parse(String header) {
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            return ByteRange.ALL;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? ByteRange.ALL : new ByteRange.Suffix(number(last));
        }
        if (last.isEmpty()) {
            return new ByteRange.FromTo(number(first), null);
        }
        return number(last) < number(first)
                ? ByteRange.ALL
                : new ByteRange.FromTo(number(first), number(last));
    }

    /// As copies of parts need it: both ends, and nothing else.
    public static Optional<ByteRange.FromTo> exact(String header) {
        Matcher matcher = EXACT.matcher(header);
        return matcher.matches() && number(matcher.group(1)) <= number(matcher.group(2))
                ? Optional.of(
                        new ByteRange.FromTo(number(matcher.group(1)), number(matcher.group(2))))
                : Optional.empty();
    }

    /// Numbers beyond any object's size are all the same.
    private static long number(String digits) {
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
