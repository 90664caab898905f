package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/embedding.md` has a section for each record of settings, and a row with the right
/// default for each of its components.
class EmbeddingDocTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.*?) \\| .+ \\|");
    private static final Pattern FIGURE = Pattern.compile("(-?[0-9.]+)(?: (\\w+))?");
    private static final VarveConfig DEFAULT = VarveConfig.at(Path.of("data"));

    /// Components whose default is no figure, in words.
    private static final Map<String, String> IN_WORDS =
            Map.of("data", "required", "disk", "the local disk", "clock", "the system clock");

    static Stream<Record> settings() {
        return records(DEFAULT);
    }

    /// A record and those it is made of, as far as they are ours.
    private static Stream<Record> records(Record record) {
        Stream<Record> parts =
                Arrays.stream(record.getClass().getRecordComponents())
                        .map(component -> value(record, component))
                        .flatMap(value ->
                                value instanceof Record part ? records(part) : Stream.empty());
        return Stream.concat(Stream.of(record), parts);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyComponentIsListedWithItsDefault(Record record) throws IOException {
        String name = record.getClass().getSimpleName();
        Map<String, String> rows = rows(name);
        RecordComponent[] components = record.getClass().getRecordComponents();
        assertThat(rows.keySet())
                .as("rows of section %s", name)
                .containsExactlyElementsOf(
                        Arrays.stream(components).map(RecordComponent::getName).toList());
        for (RecordComponent component : components) {
            String cell = rows.getOrDefault(component.getName(), "");
            assertThat(cell)
                    .as("default of %s.%s", name, component.getName())
                    .matches(text -> says(text, component.getName(), value(record, component)));
        }
    }

    @Test
    void looksAtEveryRecordOfTheConfiguration() {
        assertThat(settings().map(record -> record.getClass().getSimpleName()))
                .contains("VarveConfig", "Limits", "Surroundings", "BucketSettings", "Quota")
                .doesNotHaveDuplicates();
    }

    @Test
    void readsUnits() {
        assertThat(says("64 MiB", "x", 64L << 20)).isTrue();
        assertThat(says("64 MiB", "x", 64L << 10)).isFalse();
        assertThat(says("24 h", "x", Duration.ofDays(1))).isTrue();
        assertThat(says("30 s", "x", Duration.ofSeconds(31))).isFalse();
        assertThat(says("0.10", "x", 0.1)).isTrue();
        assertThat(says("none", "x", List.of("one"))).isFalse();
    }

    private static boolean says(String cell, String name, @Nullable Object value) {
        if (IN_WORDS.containsKey(name)) {
            return cell.equals(IN_WORDS.get(name));
        }
        return switch (value) {
            case null -> cell.equals("none");
            case Record part -> cell.equals(link(part));
            case Map<?, ?> map -> map.isEmpty() && cell.equals("none");
            case Optional<?> some when some.isEmpty() -> cell.equals("none");
            case Duration duration -> duration(cell).equals(duration);
            case Number number -> number.doubleValue() == number(cell);
            default -> cell.equals(value.toString());
        };
    }

    private static String link(Record part) {
        String name = part.getClass().getSimpleName();
        return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }

    private static Duration duration(String cell) {
        Matcher figure = figure(cell);
        long count = Long.parseLong(figure.group(1));
        return switch (figure.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "min" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case null, default -> throw new AssertionError("not a duration: " + cell);
        };
    }

    private static double number(String cell) {
        Matcher figure = figure(cell);
        double count = Double.parseDouble(figure.group(1));
        return switch (figure.group(2)) {
            case null -> count;
            case "KiB" -> count * (1L << 10);
            case "MiB" -> count * (1L << 20);
            case "GiB" -> count * (1L << 30);
            case "TiB" -> count * (1L << 40);
            default -> throw new AssertionError("not a size: " + cell);
        };
    }

    private static Matcher figure(String cell) {
        Matcher figure = FIGURE.matcher(cell);
        if (!figure.matches()) {
            throw new AssertionError("not a figure: " + cell);
        }
        return figure;
    }

    /// The first two cells of each row of a section.
    private static Map<String, String> rows(String section) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(document())) {
            inside = line.startsWith("## ") ? line.equals("## " + section) : inside;
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                rows.put(row.group(1), row.group(2));
            }
        }
        return rows;
    }

    private static Path document() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, path -> path != null, Path::getParent)
                .map(path -> path.resolve("docs/embedding.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no docs above " + here));
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + component, e);
        }
    }
}
