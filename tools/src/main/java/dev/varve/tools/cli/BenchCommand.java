package dev.varve.tools.cli;

import dev.varve.tools.bench.Benchmark;
import dev.varve.tools.bench.Choice;
import dev.varve.tools.bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Option(
            names = "--only",
            split = ",",
            description =
                    "Parts of 's3', such as get-1k,put-1k, or of 'catchup': small, large, lag; all when"
                            + " not given.")
    private List<String> only = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "4",
            description =
                    "How long 's3' measures each part at each number of connections, 'feed' each of"
                            + " its parts, and 'catchup' the lag (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--server-opts",
            split = " ",
            description =
                    "Options for the JVM of servers of 's3', 'start' and 'catchup', such as"
                            + " -Xmx512m.")
    private List<String> serverOpts = List.of();

    @Option(
            names = "--keys",
            defaultValue = "100000",
            description =
                    "How many keys 'bulk' moves and deletes, and 'restore' and 'catchup' have"
                            + " (${DEFAULT-VALUE}).")
    private int keys;

    @Option(
            names = "--gib",
            defaultValue = "20",
            description =
                    "GiB of large objects of 'catchup' (${DEFAULT-VALUE}); fewer where they do not"
                            + " fit.")
    private int gib;

    @Option(names = "--json", description = "One JSON object on one line, for scripts.")
    private boolean json;

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
        if (!only.isEmpty() && !benchmark.hasParts()) {
            throw new ParameterException(spec.commandLine(), "'" + name + "' has no parts");
        }
        Path directory = data.resolve(benchmark.id());
        Runs.delete(directory);
        Files.createDirectories(directory);
        try {
            Result result = run(benchmark, directory);
            List<String> lines = json ? List.of(result.jsonLine()) : result.lines();
            lines.forEach(spec.commandLine().getOut()::println);
            if (out != null) {
                result.write(out);
            }
            return ExitCodes.SOUND;
        } finally {
            Runs.delete(directory);
        }
    }

    private Result run(Benchmark benchmark, Path directory) {
        try (Bars bars = new Bars(spec.commandLine().getErr())) {
            return benchmark.run(directory, new Choice(only, seconds, serverOpts, keys, gib, bars));
        }
    }
}
