package dev.varve.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// The command `varve`. Each of its subcommands is a class of this package, listed here.
@Command(
        name = "varve",
        description = "An object store whose journal is the truth.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildInfo.Provider.class,
        subcommands = {
            VersionCommand.class,
            ServeCommand.class,
            ConfigCommand.class,
            InstallCommand.class,
            JournalCommand.class,
            ViewCommand.class,
            BlobCommand.class,
            CrashCommand.class,
            FuzzCommand.class,
            BenchCommand.class
        })
public final class VarveCli {
    private final Map<String, String> environment;

    private VarveCli() {
        this(System.getenv());
    }

    private VarveCli(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) throws IOException {
        configureLogging();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new VarveCli(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new ExitCodes());
    }

    /// What a command of this command line takes for its environment.
    static Map<String, String> environment(CommandSpec spec) {
        return ((VarveCli) spec.root().userObject()).environment;
    }

    /// Logs go through java.util.logging; who names an own configuration on the JVM keeps it.
    private static void configureLogging() throws IOException {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (@Nullable InputStream config =
                VarveCli.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(config);
        }
    }
}
