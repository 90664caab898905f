package dev.varve.server.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How values of one kind are written down.
///
/// @param expected completes "expected …" in an error
/// @param reader throws [IllegalArgumentException] for anything else; what it says is not shown
record Type<T>(String expected, Function<String, T> reader, Function<T, String> writer) {
    /// Stands for nothing where a value may be absent, and for an empty list.
    static final String NONE = "none";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");
    private static final Pattern COMMA = Pattern.compile(" *, *");

    static final Type<Boolean> FLAG =
            new Type<>("true or false", Type::flag, value -> Boolean.toString(value));

    static final Type<Path> PATH =
            new Type<>("a path", text -> Path.of(require(text, !text.isBlank())), Path::toString);

    static final Type<ListenAddress> ADDRESS =
            new Type<>(
                    "HOST:PORT, such as 127.0.0.1:9000, [::1]:9000, or 0.0.0.0:9000 for all"
                            + " interfaces",
                    ListenAddress::parse,
                    ListenAddress::toString);

    static final Type<Secret> SECRET =
            new Type<>(
                    "1 to 256 visible ASCII characters",
                    text -> new Secret(require(text, text.matches("[!-~]{1,256}"))),
                    Secret::toString);

    T read(String text) {
        return reader.apply(text);
    }

    String write(T value) {
        return writer.apply(value);
    }

    static Type<String> text(String expected, String pattern) {
        return new Type<>(
                expected, text -> require(text, text.matches(pattern)), Function.identity());
    }

    static Type<Integer> count(int from, int to) {
        return new Type<>(
                "a whole number from " + from + " to " + to,
                text -> within(Integer.valueOf(text), from, to),
                value -> Integer.toString(value));
    }

    static Type<DataSize> size(DataSize from, DataSize to) {
        return new Type<>(
                "bytes, such as 4096, 64MiB or 5GiB, from " + from + " to " + to,
                text ->
                        new DataSize(
                                within(DataSize.parse(text).bytes(), from.bytes(), to.bytes())),
                DataSize::toString);
    }

    static Type<Duration> duration(Duration from, Duration to) {
        return new Type<>(
                "a time, such as 500ms, 30s, 15m or 24h, from " + show(from) + " to " + show(to),
                text -> within(duration(text), from, to),
                Type::show);
    }

    /// A part of a whole, as percentage or fraction.
    static Type<Double> share(double from, double to) {
        return new Type<>(
                "a share, such as 10% or 0.1, from " + show(from) + " to " + show(to),
                text -> within(share(text), from, to),
                Type::show);
    }

    static <E extends Enum<E>> Type<E> oneOf(Class<E> choices) {
        Function<E, String> name = choice -> choice.name().toLowerCase(Locale.ROOT);
        String expected =
                Arrays.stream(choices.getEnumConstants())
                        .map(name)
                        .collect(Collectors.joining(", ", "one of ", ""));
        return new Type<>(
                expected,
                text ->
                        Arrays.stream(choices.getEnumConstants())
                                .filter(choice -> name.apply(choice).equals(text))
                                .findFirst()
                                .orElseThrow(IllegalArgumentException::new),
                name);
    }

    Type<Optional<T>> orNone() {
        return new Type<>(
                expected + ", or " + NONE,
                text -> text.equals(NONE) ? Optional.empty() : Optional.of(read(text)),
                value -> value.map(writer).orElse(NONE));
    }

    Type<List<T>> list() {
        return new Type<>(
                "a list of " + expected,
                text ->
                        text.equals(NONE)
                                ? List.of()
                                : Arrays.stream(COMMA.split(text, -1)).map(reader).toList(),
                value ->
                        value.isEmpty()
                                ? NONE
                                : value.stream().map(writer).collect(Collectors.joining(", ")));
    }

    private static String require(String text, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static <C extends Comparable<C>> C within(C value, C from, C to) {
        if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean flag(String text) {
        return require(text, text.equals("true") || text.equals("false")).equals("true");
    }

    private static Duration duration(String text) {
        Matcher form = DURATION.matcher(text);
        require(text, form.matches());
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }

    private static double share(String text) {
        return text.endsWith("%")
                ? new BigDecimal(text.substring(0, text.length() - 1))
                        .movePointLeft(2)
                        .doubleValue()
                : new BigDecimal(text).doubleValue();
    }

    private static String show(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString()
                + "%";
    }
}
