package dev.varve.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Settings from environment variables. Every `VARVE_*` must be one that is known, so that a
/// mistyped name does not leave a default in force.
final class EnvironmentReader {
    /// Read by others: the launcher, and [Inputs].
    static final Map<String, String> OTHERS =
            Map.of(
                    Inputs.CONFIG_VARIABLE,
                    "the configuration file, where `--config` names none",
                    "VARVE_JAVA_OPTS",
                    "more options for the JVM, such as `-Xmx2g`");

    private final Map<String, Setting<?>> values = new HashMap<>();
    private final Map<String, Setting<?>> files = new HashMap<>();
    private final Problems problems;

    private EnvironmentReader(Problems problems) {
        this.problems = problems;
        for (Setting<?> setting : Settings.all()) {
            setting.variables().forEach(name -> values.put(name, setting));
            setting.fileVariables().forEach(name -> files.put(name, setting));
        }
    }

    static Layer read(Map<String, String> environment, Problems problems) {
        EnvironmentReader reader = new EnvironmentReader(problems);
        Layer layer = new Layer(problems);
        // Sorted, so that the same mistakes are told in the same order.
        new TreeMap<>(environment).forEach((name, text) -> reader.take(name, text, layer));
        return layer;
    }

    private void take(String name, String text, Layer layer) {
        @Nullable Setting<?> value = values.get(name);
        @Nullable Setting<?> file = files.get(name);
        if (value != null) {
            layer.put(value.key(), new Given(text, Source.variable(name)));
        } else if (file != null) {
            takeFile(name, Path.of(text), file, layer);
        } else if (name.startsWith(Setting.PREFIX) && !OTHERS.containsKey(name)) {
            problems.add(
                    Source.variable(name),
                    "there is no such setting" + Nearest.hint(name, known()));
        }
    }

    private void takeFile(String name, Path path, Setting<?> setting, Layer layer) {
        Source source = Source.variable(name, path);
        try {
            layer.put(setting.key(), new Given(SmallFile.readValue(path), source));
        } catch (IOException e) {
            problems.add(source, "cannot be read: " + SmallFile.why(e));
        }
    }

    private List<String> known() {
        return Stream.of(values.keySet(), files.keySet(), OTHERS.keySet())
                .flatMap(Set::stream)
                .sorted()
                .toList();
    }
}
