package dev.varve.tools.cli;

import dev.varve.log.journal.JournalVerifier;
import dev.varve.tools.inspect.OfflineStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve journal verify`: proves every record, the chain and the signatures.
@Command(
        name = "verify",
        description = "Prove every record, the hash chain and every checkpoint's signature.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class JournalVerifyCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (OfflineStore store = data.open();
                Terminal bar = Terminal.bar("verify", -1)) {
            JournalVerifier.Report report = store.verifier().verify(bar.journal(), recorded -> {});
            print(report, spec.commandLine().getOut());
            return report.isSound() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }

    private static void print(JournalVerifier.Report report, PrintWriter out) {
        out.printf("segments %d%n", report.segments());
        out.printf("events %d, from %s to %s%n", report.events(), report.first(), report.last());
        out.printf("checkpoints %d, signed up to %s%n", report.checkpoints(), report.signed());
        out.printf("chain %s%n", report.chain());
        report.torn().ifPresent(torn -> out.printf("torn tail: %s%n", torn));
        report.problems().forEach(problem -> out.printf("problem: %s%n", problem));
        out.println(report.isSound() ? "sound" : "NOT SOUND");
    }
}
