package dev.varve.tools.cli;

import dev.varve.tools.crash.CrashHarness;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash power-cut`: as `varve crash`, with the power of the volume cut.
@Command(
        name = "power-cut",
        description = {
            "As crash, but cut the power of the volume, so that what was not synced is lost.",
            "Started by tools/rigs/power-cut.sh, which knows how to make such a volume."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class PowerCutCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--cuts", defaultValue = "200", description = "How many (${DEFAULT-VALUE}).")
    private int cuts;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(names = "--rig", required = true, description = "The script that makes the volume.")
    private Path rig;

    @Option(names = "--dir", required = true, description = "Directory that the rig works in.")
    private Path directory;

    @Override
    public Integer call() {
        CrashHarness.Plan plan = CrashHarness.Plan.of(directory.resolve("logs"), seed, cuts);
        try (CrashHarness harness = CrashHarness.ofPowerCuts(rig, directory, plan);
                Terminal bar = Terminal.bar("power cuts", cuts, spec.commandLine().getErr())) {
            return Runs.report(spec, harness.run(verdict -> Runs.show(bar, verdict, cuts)));
        }
    }
}
