package dev.varve.tools.cli;

import dev.varve.log.Position;
import dev.varve.tools.inspect.OfflineStore;
import dev.varve.tools.inspect.ViewRebuild;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve view rebuild`: folds the journal into a new view, as it is now or as it was.
@Command(
        name = "rebuild",
        description = {
            "Fold the journal into a new view, and put it in the old one's place; or, with --to and"
                    + " --into, make the view as it was in a directory of its own.",
            "Where the journal was trimmed, it begins with a snapshot."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class ViewRebuildCommand implements Callable<Integer> {
    @Mixin private DataOption data;

    @ArgGroup(exclusive = false)
    private @Nullable Past past;

    @Spec private CommandSpec spec;

    /// Both or neither.
    private static final class Past {
        @Option(
                names = "--to",
                required = true,
                paramLabel = "POSITION",
                description = "The last event that is folded.")
        private long to;

        @Option(
                names = "--into",
                required = true,
                paramLabel = "DIRECTORY",
                description = "Where the view is made; must not be there yet.")
        private Path into;
    }

    @Override
    public Integer call() {
        try (OfflineStore store = data.open();
                Terminal bar = Terminal.bar("rebuild", -1)) {
            ViewRebuild rebuild = new ViewRebuild(store);
            Past asOf = past;
            print(
                    asOf == null
                            ? rebuild.run(bar.journal())
                            : rebuild.asOf(new Position(asOf.to), asOf.into, bar.journal()));
            return ExitCodes.SOUND;
        }
    }

    private void print(ViewRebuild.Rebuilt rebuilt) {
        spec.commandLine()
                .getOut()
                .printf(
                        "events %d in %d ms, %d a second%ncut %s%ndigest %s%n",
                        rebuilt.events(),
                        rebuilt.took().toMillis(),
                        rebuilt.eventsPerSecond(),
                        rebuilt.cut(),
                        rebuilt.digest());
    }
}
