package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gathers what a test's sources say.
final class ConfigKit {
    static final String GOOD_SECRET = "correct-horse-battery";

    private final Path directory;
    private final List<Inputs.Flag> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Optional<Path> file = Optional.empty();

    ConfigKit(Path directory) {
        this.directory = directory;
    }

    /// As `--set` does.
    ConfigKit flag(String key, String text) {
        flags.add(new Inputs.Flag("--set " + key, key, text));
        return this;
    }

    ConfigKit variable(String name, String text) {
        environment.put(name, text);
        return this;
    }

    ConfigKit toml(String... lines) {
        file = Optional.of(write("varve.toml", String.join("\n", lines) + "\n"));
        return this;
    }

    ConfigKit from(Path given) {
        file = Optional.of(given);
        return this;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Configuration load() {
        return Configuration.load(new Inputs(flags, environment, file));
    }

    ServerConfig server() {
        return load().server();
    }

    /// What the refusal says, without the directory of this test.
    String refusal() {
        ConfigException[] refused = new ConfigException[1];
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::load)
                .satisfies(e -> refused[0] = e);
        return String.valueOf(refused[0].getMessage()).replace(directory + "/", "");
    }

    Configuration.Entry entry(String key) {
        return load().entries().stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
