package dev.varve.tools.cli;

import dev.varve.tools.crash.ClusterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash cluster`: kills nodes of a cluster and breaks what lies between them.
@Command(
        name = "cluster",
        description = {
            "Kill and freeze nodes of a cluster of three, turn their clocks, and cut, slow and tear",
            "the links between them while clients write; and check that all hold the same",
            "afterwards, with nothing lost and nothing back."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class CrashClusterCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "300",
            description =
                    "For how long (${DEFAULT-VALUE}); the round under way is ended, and it goes on for up to"
                            + " twice as long until every blow was felt.")
    private int seconds;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(
            names = "--data",
            defaultValue = "crash-cluster",
            description = "Directory to work in (${DEFAULT-VALUE}); it is emptied first.")
    private Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Runs.delete(data);
        Files.createDirectories(data);
        try (Terminal bar = Terminal.bar("seconds", seconds, spec.commandLine().getErr())) {
            ClusterRun run = new ClusterRun(data, seed);
            run.run(
                    Duration.ofSeconds(seconds),
                    done -> bar.at(done.toSeconds(), seconds, run.soFar()));
            run.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(run.passed() ? "PASSED" : "FAILED");
            return run.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
