package dev.varve.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Figures of one measurement, in the order they were found, and series for plots.
public final class Result {
    private final String id;
    private final String title;
    private final Watch watch;
    private final Map<String, String> figures = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();

    /// @param watch hears of each figure when it is found
    Result(String id, String title, Watch watch) {
        this.id = id;
        this.title = title;
        this.watch = watch;
    }

    void figure(String name, double value) {
        put(name, String.format(Locale.ROOT, "%.3f", value));
    }

    void figure(String name, long value) {
        put(name, Long.toString(value));
    }

    private void put(String name, String value) {
        figures.put(name, value);
        watch.found(name, value);
    }

    /// What cannot be said in a figure, such as what was left out and why.
    void remark(String text) {
        remarks.add(text);
    }

    /// A figure that was found before.
    OptionalDouble value(String name) {
        String text = figures.get(name);
        return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    void plot(Plot plot) {
        plots.add(plot);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(title + ", " + Machine.describe()));
        figures.forEach((name, value) -> lines.add("  " + name + ": " + value));
        remarks.forEach(text -> lines.add("  " + text));
        return lines;
    }

    /// Writes `id.json` and an `id-….svg` for each plot.
    public void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(id + ".json"), json());
            for (int i = 0; i < plots.size(); i++) {
                Files.writeString(
                        directory.resolve(id + "-" + (i + 1) + ".svg"), plots.get(i).svg());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same as JSON on one line, for scripts.
    public String jsonLine() {
        return json().lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private String json() {
        String fields =
                figures.entrySet().stream()
                        .map(figure ->
                                "    \"%s\": %s".formatted(figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining(",\n"));
        return """
        {
          "benchmark": "%s",
          "title": "%s",
          "command": "tools/varve bench %s",
          "date": "%s",
          "machine": "%s",
          "remarks": [%s],
          "figures": {
        %s
          }
        }
        """
                .formatted(
                        id,
                        title,
                        id,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Machine.describe(),
                        remarks.stream()
                                .map(text -> '"' + text + '"')
                                .collect(Collectors.joining(", ")),
                        fields);
    }
}
