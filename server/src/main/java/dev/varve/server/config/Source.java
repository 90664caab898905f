package dev.varve.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// Where a value came from.
///
/// @param words for an operator
/// @param file the configuration file, if it is in one
public record Source(String words, Optional<Path> file) {
    static final Source DEFAULT = of("default");

    private static Source of(String words) {
        return new Source(words, Optional.empty());
    }

    static Source flag(String option) {
        return of(option);
    }

    static Source variable(String name) {
        return of(name);
    }

    /// A variable that names a file which holds the value.
    static Source variable(String name, Path holder) {
        return of(name + " (" + holder + ")");
    }

    /// @param line from 1; 0 where it is not known
    static Source file(Path file, int line) {
        return new Source(line > 0 ? file + ":" + line : file.toString(), Optional.of(file));
    }

    @Override
    public String toString() {
        return words;
    }
}
