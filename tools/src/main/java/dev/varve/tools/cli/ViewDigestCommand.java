package dev.varve.tools.cli;

import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.SharedDigest;
import dev.varve.tools.inspect.OfflineStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve view digest`: hashes over the rows of the view as it is on disk.
@Command(
        name = "digest",
        description =
                "Print the cut of the view on disk, one hash over all of its rows, and one over"
                        + " those that members of a cluster share.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class ViewDigestCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (OfflineStore store = data.open();
                ViewStore view = store.view();
                ViewSnapshot snapshot = view.snapshot()) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "cut %s%ndigest %s%nshared %s%n",
                            snapshot.cut(), ViewDigest.of(snapshot), SharedDigest.of(snapshot));
            return ExitCodes.SOUND;
        }
    }
}
