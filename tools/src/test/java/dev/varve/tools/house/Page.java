package dev.varve.tools.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Markdown file of the project, `path` being relative to its root. What stands in fences is kept
/// apart from prose.
record Page(Path path, List<String> prose, List<String> fenced) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("#+ (.+)");
    private static final String FENCE = "```";

    static Page read(Path root, Path file) {
        try {
            return of(root.relativize(file), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(Path path, List<String> lines) {
        List<String> prose = new ArrayList<>();
        List<String> fenced = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                inside = !inside;
            } else {
                (inside ? fenced : prose).add(line);
            }
        }
        return new Page(path, List.copyOf(prose), List.copyOf(fenced));
    }

    /// Targets within the project, as written.
    List<String> links() {
        return find(LINK).filter(link -> !link.matches("[a-z]+:.*")).toList();
    }

    /// What stands in backticks.
    List<String> code() {
        return find(CODE).toList();
    }

    private Stream<String> find(Pattern pattern) {
        return prose.stream()
                .flatMap(line -> pattern.matcher(line).results())
                .map((MatchResult found) -> found.group(1));
    }

    /// What links to headings of this page end in.
    List<String> anchors() {
        return prose.stream()
                .map(HEADING::matcher)
                .filter(heading -> heading.matches())
                .map(heading -> anchor(heading.group(1)))
                .toList();
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    /// Every line, in fences or not.
    Stream<String> lines() {
        return Stream.concat(prose.stream(), fenced.stream());
    }
}
