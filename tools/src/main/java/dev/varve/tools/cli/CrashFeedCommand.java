package dev.varve.tools.cli;

import dev.varve.tools.crash.FeedRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash feed`: kills a consumer of events and the server, and checks what the consumer made.
@Command(
        name = "feed",
        description = {
            "Kill a consumer of events and the server again and again under load (kill -9), and check",
            "that what it made in the end is exactly what the journal says."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class CrashFeedCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--kills", defaultValue = "200", description = "How many (${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(
            names = "--data",
            defaultValue = "crash-feed",
            description = "Directory to work in (${DEFAULT-VALUE}); it is emptied first.")
    private Path data;

    @Override
    public Integer call() {
        try (Terminal bar = Terminal.bar("kills", kills, spec.commandLine().getErr())) {
            FeedRun run = new FeedRun(data, seed);
            run.run(kills, done -> bar.at(done, kills, ""));
            run.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(run.passed() ? "PASSED" : "FAILED");
            return run.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
