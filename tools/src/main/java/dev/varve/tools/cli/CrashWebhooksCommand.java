package dev.varve.tools.cli;

import dev.varve.tools.crash.HookRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve crash webhooks`: kills a server while it delivers.
@Command(
        name = "webhooks",
        description = {
            "Kill a server again and again while it delivers webhooks to a receiver that fails, hangs",
            "and restarts, and check that all arrives, in the order of each key, signed."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class CrashWebhooksCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--kills", defaultValue = "100", description = "How many (${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--seed", description = "Repeats the choices of a run; random when not given.")
    private long seed = System.nanoTime();

    @Option(
            names = "--data",
            defaultValue = "crash-webhooks",
            description = "Directory to work in (${DEFAULT-VALUE}); it is emptied first.")
    private Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Runs.delete(data);
        Files.createDirectories(data);
        try (Terminal bar = Terminal.bar("kills", kills, spec.commandLine().getErr())) {
            HookRun run = new HookRun(data, seed);
            run.run(kills, done -> bar.at(done, kills, ""));
            run.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(run.passed() ? "PASSED" : "FAILED");
            return run.passed() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
