package dev.varve.tools.cli;

import dev.varve.tools.crash.CrashHarness;
import dev.varve.tools.crash.Surface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash`: kills a store under load again and again and checks what it promised.
@Command(
        name = "crash",
        description = {
            "Kill a store under load again and again (kill -9), and check after each kill that",
            "nothing acknowledged is lost, nothing is half visible, and all views fit the journal."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            PowerCutCommand.class,
            CorruptCommand.class,
            DiskFullCommand.class,
            CrashWebhooksCommand.class,
            CrashFeedCommand.class,
            CrashClusterCommand.class
        },
        footer = ExitCodes.HELP)
final class CrashCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--kills", defaultValue = "1000", description = "How many (${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(
            names = "--data",
            defaultValue = "crash",
            description = "Directory to work in (${DEFAULT-VALUE}); its 'volume' is emptied first.")
    private Path data;

    @Option(
            names = "--load",
            defaultValue = "1200",
            description = "Longest time between kills in milliseconds (${DEFAULT-VALUE}).")
    private long load;

    @Option(
            names = "--surface",
            defaultValue = "embedded",
            description =
                    "How the load reaches the store: ${COMPLETION-CANDIDATES}"
                            + " (${DEFAULT-VALUE}).")
    private Surface surface;

    @Override
    public Integer call() {
        CrashHarness.Plan plan =
                CrashHarness.Plan.of(data.resolve("logs"), seed, kills)
                        .lasting(Duration.ofMillis(load))
                        .through(surface);
        try (CrashHarness harness = CrashHarness.ofKills(data.resolve("volume"), plan);
                Terminal bar = Terminal.bar("kills", kills, spec.commandLine().getErr())) {
            return Runs.report(spec, harness.run(verdict -> Runs.show(bar, verdict, kills)));
        }
    }
}
