package dev.varve.tools.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for fish, which picocli does not make: a line for each command and each option, with the
/// words that come before it as its condition.
final class FishCompletion {
    private static final String HEAD =
            """
            # The words of the command line that are no options.
            function __varve_words
                set -l words (commandline -opc)
                set -e words[1]
                for word in $words
                    string match -q -- '-*' $word; or echo $word
                end
            end
            function __varve_at
                test (string join ' ' (__varve_words)) = "$argv"
            end
            function __varve_in
                string match -q -- "$argv *" (string join ' ' (__varve_words))' '
            end
            complete -c varve -e
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    private FishCompletion() {}

    static String of(CommandLine varve) {
        FishCompletion made = new FishCompletion();
        made.command("", varve);
        return made.out.toString();
    }

    private void command(String path, CommandLine at) {
        for (Map.Entry<String, CommandLine> sub : at.getSubcommands().entrySet()) {
            CommandLine command = sub.getValue();
            if (!command.getCommandSpec().usageMessage().hidden()) {
                line(path.isEmpty() ? "__varve_at" : "__varve_at " + path)
                        .append(" -f -a ")
                        .append(quoted(sub.getKey()))
                        .append(about(command.getCommandSpec().usageMessage().description()));
                command((path + " " + sub.getKey()).strip(), command);
            }
        }
        if (!path.isEmpty()) {
            at.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> option(path, option));
        }
    }

    private void option(String path, OptionSpec option) {
        StringBuilder line = line("__varve_in " + path);
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " : " -s ")
                    .append(quoted(name.replaceFirst("^--?", "")));
        }
        line.append(option.arity().max() > 0 ? " -r" : "").append(about(option.description()));
    }

    /// Each ends where the next begins.
    private StringBuilder line(String condition) {
        return out.append("complete -c varve -n ").append(quoted(condition));
    }

    private static String about(String[] description) {
        String text = description.length == 0 ? "" : description[0];
        return (text.isEmpty() ? "" : " -d " + quoted(text)) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
