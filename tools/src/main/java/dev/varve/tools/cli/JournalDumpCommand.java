package dev.varve.tools.cli;

import dev.varve.log.journal.JournalVerifier;
import dev.varve.tools.inspect.JournalDump;
import dev.varve.tools.inspect.OfflineStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve journal dump`: events as lines of JSON.
@Command(
        name = "dump",
        description = "Print events as JSON, one on each line.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class JournalDumpCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Option(
            names = "--from",
            defaultValue = "0",
            description = "First position (${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--to",
            defaultValue = "9223372036854775807",
            description = "Last position, inclusive; the newest when not given.")
    private long to;

    @Override
    public Integer call() {
        try (OfflineStore store = data.open()) {
            JournalDump dump = new JournalDump(store.verifier(), from, to);
            JournalVerifier.Report report = dump.run(spec.commandLine().getOut()::println);
            report.problems()
                    .forEach(problem -> spec.commandLine().getErr().println("problem: " + problem));
            return report.isSound() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }
}
