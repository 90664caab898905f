package dev.varve.log.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps copies of damaged files, so that a repair never destroys the last trace of an event.
final class Quarantine {
    static final String DIRECTORY = "quarantine";

    private final Path directory;

    Quarantine(Path journal) {
        this.directory = journal.resolve(DIRECTORY);
    }

    /// Copies a file that stays where it is; one copy of each state of it.
    Path keepCopy(Path file) throws IOException {
        Path copy = target(file);
        if (!Files.exists(copy)) {
            Files.copy(file, copy);
        }
        return copy;
    }

    /// Moves a file away. Answers where it is now.
    Path take(Path file) throws IOException {
        Path to = target(file);
        if (Files.exists(to)) {
            Files.delete(file);
        } else {
            Files.move(file, to);
        }
        return to;
    }

    private Path target(Path file) throws IOException {
        Files.createDirectories(directory);
        long modified = Files.getLastModifiedTime(file).toMillis();
        return directory.resolve(file.getFileName() + "." + modified);
    }
}
