package dev.varve.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
            SnapshotCommand.class,
            ViewCommand.class,
            BlobCommand.class,
            BucketCommand.class,
            ObjectCommand.class,
            LifecycleCommand.class,
            KeyCommand.class,
            LinkCommand.class,
            WebhookCommand.class,
            StatsCommand.class,
            ConsumersCommand.class,
            ClusterCommand.class,
            MaintenanceCommand.class,
            EventsCommand.class,
            AuditCommand.class,
            ExplainCommand.class,
            CursorCommand.class,
            RestoreCommand.class,
            QueryCommand.class,
            CompletionCommand.class,
            CrashCommand.class,
            FuzzCommand.class,
            BenchCommand.class
        })
public final class VarveCli {
    private final Surroundings surroundings;

    /// What a command takes for the environment, the standard input and the standard output, where it
    /// reads and writes bytes.
    record Surroundings(Map<String, String> environment, InputStream in, OutputStream out) {
        static Surroundings of(Map<String, String> environment) {
            return new Surroundings(environment, System.in, System.out);
        }
    }

    private VarveCli() {
        this(Surroundings.of(System.getenv()));
    }

    private VarveCli(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) throws IOException {
        configureLogging();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return commandLine(Surroundings.of(environment));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new VarveCli(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new ExitCodes());
    }

    static Surroundings surroundings(CommandSpec spec) {
        return ((VarveCli) spec.root().userObject()).surroundings;
    }

    static Map<String, String> environment(CommandSpec spec) {
        return surroundings(spec).environment();
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
