package dev.varve.tools.cli;

import dev.varve.tools.crash.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// What the commands that strike stores have in common.
final class Runs {
    private Runs() {}

    static void show(Terminal bar, Verdict verdict, int strikes) {
        bar.at(
                verdict.strikes(),
                strikes,
                "acknowledged "
                        + verdict.acknowledged()
                        + ", broken "
                        + verdict.violations().size());
    }

    static int report(CommandSpec spec, Verdict verdict) {
        verdict.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().println(verdict.passed() ? "PASSED" : "FAILED");
        return verdict.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
    }

    /// A directory with all that is in it.
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> walk = Files.walk(directory)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
