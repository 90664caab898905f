package dev.varve.tools.cli;

import dev.varve.tools.client.Resume;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where uploads that are open are remembered: `~/.cache/varve/uploads`.
final class Resumes {
    private Resumes() {}

    static Resume of(Map<String, String> environment, int parallel) {
        Optional<Path> cache =
                Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of)
                        .or(() ->
                                Optional.ofNullable(environment.get("HOME"))
                                        .filter(text -> !text.isBlank())
                                        .map(home -> Path.of(home, ".cache")));
        return new Resume(cache.map(path -> path.resolve("varve/uploads")), parallel);
    }
}
