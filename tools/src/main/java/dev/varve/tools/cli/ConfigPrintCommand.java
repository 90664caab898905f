package dev.varve.tools.cli;

import dev.varve.server.config.Configuration;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve config print`: every value in force, and where it came from.
@Command(
        name = "print",
        description = {
            "Print each setting, its value in force, and where that came from; secrets are masked.",
            "Takes what serve takes, and refuses what serve would refuse."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class ConfigPrintCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        List<Configuration.Entry> entries = options.load().entries();
        int keys = widest(entries, Configuration.Entry::key);
        int values = widest(entries, Configuration.Entry::value);
        PrintWriter out = spec.commandLine().getOut();
        entries.forEach(entry ->
                out.println(pad(entry.key(), keys) + pad(entry.value(), values) + entry.source()));
        return ExitCodes.SOUND;
    }

    private static int widest(
            List<Configuration.Entry> entries, Function<Configuration.Entry, String> column) {
        return 2 + entries.stream().map(column).mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
