package dev.varve.tools.cli;

import dev.varve.tools.fuzz.FuzzReport;
import dev.varve.tools.fuzz.FuzzRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve fuzz s3`: malformed requests, most of them rightly signed, against a server of its own.
@Command(
        name = "s3",
        description = {
            "Bend S3 requests against a server of its own: request lines, headers, framing,",
            "signatures, documents, forms. Says the seed; prints what breaks a promise, escaped."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class FuzzS3Command implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "600", description = "How long (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("varve-fuzz-");
        try (Terminal bar = Terminal.bar("cases", -1)) {
            FuzzReport report =
                    new FuzzRun(directory, seed, Duration.ofSeconds(seconds))
                            .run(cases -> bar.at(cases, cases, ""));
            report.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(report.passed() ? "PASSED" : "FAILED");
            if (report.passed()) {
                Runs.delete(directory);
            } else {
                spec.commandLine().getOut().println("what is left is in " + directory);
            }
            return report.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
