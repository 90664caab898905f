package dev.varve.server.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, read and written with a unit: `64MiB`, `5GiB`, `1000`.
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?(|B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB", "TiB");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /// @throws IllegalArgumentException when it is no size
    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no size");
        }
        long count = Long.parseLong(form.group(1));
        int shift = 10 * Math.max(0, UNITS.indexOf(form.group(2)));
        if (count > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("too large");
        }
        return new DataSize(count << shift);
    }

    /// In the largest unit that needs no fraction.
    @Override
    public String toString() {
        int steps = bytes == 0 ? 0 : Long.numberOfTrailingZeros(bytes) / 10;
        int unit = Math.min(steps, UNITS.size() - 1);
        return (bytes >> (10 * unit)) + UNITS.get(unit);
    }
}
