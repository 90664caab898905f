package dev.varve.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a configuration is made from, strongest first: flags, environment, file. The environment
/// may name the file as `VARVE_CONFIG`.
///
/// @param environment all of it; what does not concern Varve is not looked at
/// @param file that the command line names
public record Inputs(List<Flag> flags, Map<String, String> environment, Optional<Path> file) {
    static final String CONFIG_VARIABLE = "VARVE_CONFIG";

    /// @param option as the user wrote it, such as `--listen`
    public record Flag(String option, String key, String text) {}

    /// Nothing of the environment: for programs and tests.
    public static Inputs of(Flag... flags) {
        return new Inputs(List.of(flags), Map.of(), Optional.empty());
    }

    public Inputs {
        flags = List.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    Optional<Path> chosenFile() {
        return file.or(() -> Optional.ofNullable(environment.get(CONFIG_VARIABLE)).map(Path::of));
    }
}
