package dev.varve.tools.cli;

import dev.varve.log.Position;
import dev.varve.log.journal.JournalRepair;
import dev.varve.tools.inspect.JournalCut;
import dev.varve.tools.inspect.OfflineStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve journal cut`: gives up events by name, where a journal is damaged and there is no backup.
@Command(
        name = "cut",
        description = {
            "Give up the events from a position on, so that a damaged journal opens again.",
            "Acknowledged changes are lost: restore a backup instead if there is one. Copies of the"
                    + " files stay in journal/quarantine; the node goes on as a new incarnation."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class JournalCutCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Parameters(index = "1", paramLabel = "POSITION", description = "First position to give up.")
    private long position;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OfflineStore store = data.open()) {
            JournalRepair.Lost lost = new JournalCut(store).before(new Position(position));
            out.printf("lost: events %s to %s%n", lost.first(), lost.last());
            lost.quarantined().forEach(file -> out.printf("kept: %s%n", file));
            out.printf("goes on as incarnation %d%n", lost.incarnation());
            return ExitCodes.SOUND;
        }
    }
}
