package dev.varve.tools.cli;

import dev.varve.log.StoreException;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.tools.inspect.OfflineStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve snapshot verify`: reads every byte of every snapshot.
@Command(
        name = "verify",
        description = "Read every snapshot to its end: hashes, order, digest and signature.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class SnapshotVerifyCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (OfflineStore store = data.open();
                Terminal bar = Terminal.bar("verify", -1)) {
            Snapshots snapshots = store.snapshots();
            PrintWriter out = spec.commandLine().getOut();
            boolean sound = true;
            for (Path file : snapshots.files()) {
                sound &= verify(snapshots, file, bar, out);
            }
            out.println(sound ? "sound" : "NOT SOUND");
            return sound ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }

    private static boolean verify(Snapshots snapshots, Path file, Terminal bar, PrintWriter out)
            throws IOException {
        long size = Files.size(file);
        try {
            SnapshotSummary read =
                    snapshots.verify(file, (rows, bytes) -> bar.at(bytes, size, rows + " rows"));
            out.printf(
                    "%s  position %s, %d rows, digest %s%n",
                    file.getFileName(), read.position(), read.rows(), read.digest());
            return true;
        } catch (StoreException.Corrupt | StoreException.FromTheFuture e) {
            out.printf("problem: %s%n", e.getMessage());
            return false;
        }
    }
}
