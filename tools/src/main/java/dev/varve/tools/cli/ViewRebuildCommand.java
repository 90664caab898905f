package dev.varve.tools.cli;

import dev.varve.tools.inspect.OfflineStore;
import dev.varve.tools.inspect.ViewRebuild;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve view rebuild`: folds the whole journal into a new view.
@Command(
        name = "rebuild",
        description = "Fold the whole journal into a new view, and put it in the old one's place.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class ViewRebuildCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (OfflineStore store = data.open();
                Terminal bar = Terminal.bar("rebuild", -1)) {
            ViewRebuild.Rebuilt rebuilt = new ViewRebuild(store).run(bar.journal());
            spec.commandLine()
                    .getOut()
                    .printf(
                            "events %d in %d ms, %d a second%ncut %s%ndigest %s%n",
                            rebuilt.events(),
                            rebuilt.took().toMillis(),
                            rebuilt.eventsPerSecond(),
                            rebuilt.cut(),
                            rebuilt.digest());
            return ExitCodes.SOUND;
        }
    }
}
