package dev.varve.tools.cli;

import dev.varve.tools.crash.CorruptionReport;
import dev.varve.tools.crash.CorruptionRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash corrupt`: damages stores and judges what they then do.
@Command(
        name = "corrupt",
        description = {
            "Flip bits in, truncate, zero and delete files of all classes in copies of a store,"
                    + " and",
            "check that each damage is reported or makes no difference."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class CorruptCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--flips", defaultValue = "10000", description = "How many (${DEFAULT-VALUE}).")
    private int flips;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(
            names = "--data",
            defaultValue = "corrupt",
            description = "Directory to work in (${DEFAULT-VALUE}).")
    private Path data;

    @Override
    public Integer call() {
        try (Terminal bar = Terminal.bar("damages", flips, spec.commandLine().getErr())) {
            CorruptionReport report =
                    new CorruptionRun(data, seed)
                            .run(
                                    flips,
                                    each ->
                                            bar.at(
                                                    each.trials(),
                                                    flips,
                                                    "violated " + each.violations()));
            report.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(report.passed() ? "PASSED" : "FAILED");
            return report.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
