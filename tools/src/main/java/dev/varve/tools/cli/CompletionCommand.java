package dev.varve.tools.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve completion`: what makes a shell complete commands and options.
@Command(
        name = "completion",
        description = {
            "Print what makes a shell complete this command.",
            "bash, zsh: source <(varve completion bash). fish: varve completion fish | source"
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    /// The script for bash loads what zsh needs to read it.
    @Override
    public Integer call() {
        CommandLine varve = spec.root().commandLine();
        String script =
                switch (shell) {
                    case BASH, ZSH -> AutoComplete.bash("varve", varve);
                    case FISH -> FishCompletion.of(varve);
                };
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return ExitCodes.SOUND;
    }
}
