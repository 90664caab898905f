package dev.varve.tools.cli;

import dev.varve.tools.bench.Benchmark;
import dev.varve.tools.bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve bench`: measures, prints, and writes down where asked.
@Command(
        name = "bench",
        description = "Measure a store.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class BenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String name;

    @Option(
            names = "--data",
            defaultValue = "bench",
            description = "Directory to work in (${DEFAULT-VALUE}).")
    private Path data;

    @Option(names = "--out", description = "Directory for the figures as JSON and plots.")
    private Path out;

    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Benchmark.values()).map(Benchmark::id).iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        Benchmark benchmark =
                Benchmark.named(name)
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(), "no benchmark '" + name + "'"));
        Path directory = data.resolve(benchmark.id());
        delete(directory);
        Files.createDirectories(directory);
        try {
            Result result = benchmark.run(directory);
            result.lines().forEach(spec.commandLine().getOut()::println);
            if (out != null) {
                result.write(out);
            }
            return ExitCodes.SOUND;
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> walk = Files.walk(directory)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
