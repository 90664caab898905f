package dev.varve.tools.cli;

import dev.varve.projections.snapshot.Snapshots;
import dev.varve.tools.inspect.OfflineStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve snapshot ls`: what there is, by what each says of itself.
@Command(
        name = "ls",
        description = "List snapshots, the newest first, by what they say of themselves.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class SnapshotLsCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (OfflineStore store = data.open()) {
            Snapshots snapshots = store.snapshots();
            PrintWriter out = spec.commandLine().getOut();
            for (Path file : snapshots.files()) {
                String about =
                        snapshots
                                .header(file)
                                .map(header ->
                                        "position " + header.position() + ", made " + header.made())
                                .orElse("its header cannot be read");
                out.printf("%s  %s%n", file.getFileName(), about);
            }
            return ExitCodes.SOUND;
        }
    }
}
