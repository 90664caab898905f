package dev.varve.tools.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Java file of the project, `path` being relative to its root.
record SourceFile(Path path, List<String> lines) {
    /// The mark of a rule that is broken on purpose; the reason follows it on the same line.
    private static final String EXCEPTION = "// house:";

    SourceFile {
        lines = List.copyOf(lines);
    }

    static SourceFile read(Path root, Path file) {
        try {
            return new SourceFile(root.relativize(file), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isMain() {
        return path.startsWith(module().resolve("src/main/java"));
    }

    Path module() {
        return path.getName(0);
    }

    boolean isPackageInfo() {
        return path.endsWith("package-info.java");
    }

    /// The package directory, the same for a package's main code and its tests.
    Path packageDirectory() {
        return path.subpath(4, path.getNameCount() - 1);
    }

    /// Whether one of the lines `from` to `to`, counted from 1, carries a reason to break a rule.
    boolean excused(int from, int to) {
        return lines.subList(Math.max(0, from - 1), Math.min(to, lines.size())).stream()
                .anyMatch(line -> line.contains(EXCEPTION) && !line.strip().endsWith(EXCEPTION));
    }

    /// What a failing rule prints for line `number`, counted from 1.
    String at(int number) {
        return path + ":" + number + "  " + lines.get(number - 1).strip();
    }
}
