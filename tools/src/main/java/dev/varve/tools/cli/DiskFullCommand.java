package dev.varve.tools.cli;

import dev.varve.tools.crash.DiskFullRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash disk-full`: fills a small volume to the last byte and recovers it.
@Command(
        name = "disk-full",
        description = {
            "Fill a small volume to the last byte, and check that writes are refused, reads go on,"
                    + " and",
            "deletes and purges alone bring it back. Started by tools/rigs/disk-full.sh."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class DiskFullCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How often it is filled (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(
            names = "--volume",
            required = true,
            description = "Where the small volume is mounted; it is filled.")
    private Path volume;

    @Override
    public Integer call() {
        try (Terminal bar = Terminal.bar("rounds", rounds, spec.commandLine().getErr())) {
            DiskFullRun run = new DiskFullRun(volume, seed);
            run.run(rounds, done -> bar.at(done, rounds, ""));
            run.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(run.passed() ? "PASSED" : "FAILED");
            return run.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
