package dev.varve.tools.cli;

import dev.varve.server.store.ReconcileReport;
import dev.varve.server.store.ReconcileReport.Found;
import dev.varve.server.store.ReconcileReport.Kind;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.VarveConfig.HistorySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve blob reconcile`: holds what is stored against what events name.
@Command(
        name = "reconcile",
        description = {
            "Hold stored blobs against the references that follow from events, and files against"
                    + " placements.",
            "Tells what is missing, unreferenced, duplicate, misplaced or in quarantine. Changes"
                    + " nothing of it unless told to."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class BlobReconcileCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Option(
            names = "--repair",
            description =
                    "Free what nothing references, and take up whole files that nothing names.")
    private boolean repair;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path root;
        try (var store = data.open()) {
            root = store.data().root();
        }
        try (Varve varve = Varve.open(quiet(root))) {
            ReconcileReport report = varve.maintenance().reconcile(repair, _ -> {});
            for (Kind kind : Kind.values()) {
                print(kind, report.of(kind), out);
            }
            out.printf("blobs %d, references %d%n", report.blobs(), report.references());
            return report.isClean() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }

    /// Nothing is purged while it is looked at.
    private static VarveConfig quiet(Path root) {
        return VarveConfig.at(root)
                .history(new HistorySettings(-1, 0, Duration.ofDays(1)))
                .space(0, 0);
    }

    private static void print(Kind kind, Found found, PrintWriter out) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        found.sample()
                .forEach(item ->
                        out.printf(
                                "%s: %s%s%s%n",
                                name,
                                item.file().isEmpty()
                                        ? ""
                                        : item.file() + " at byte " + item.offset() + ": ",
                                item.what(),
                                item.blob().map(blob -> ", " + blob).orElse("")));
        out.printf(
                "%s %d, bytes %d, repaired %d%n",
                name, found.count(), found.bytes(), found.repaired());
    }
}
