package dev.varve.tools.cli;

import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.config.ServerConfig;
import dev.varve.tools.install.Installation;
import dev.varve.tools.install.Installer;
import dev.varve.tools.install.Layout;
import dev.varve.tools.install.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `varve install`: program, configuration with fresh keys, and a systemd unit.
@Command(
        name = "install",
        description = {
            "Install this program, a configuration with fresh keys, and a hardened systemd unit.",
            "Starts nothing; prints what to do next."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class InstallCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--prefix",
            defaultValue = "/",
            description = "Directory that everything goes below (${DEFAULT-VALUE}).")
    private Path prefix;

    @Option(
            names = "--user",
            defaultValue = "varve",
            description = "System user that the service runs as (${DEFAULT-VALUE}).")
    private String user;

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1:9000",
            description = "HOST:PORT for the configuration (${DEFAULT-VALUE}).")
    private String listen;

    @Option(
            names = "--program",
            description = "Built program to install, with lib and jvm.args; this one by default.")
    private Path program;

    @Option(
            names = "--dry-run",
            description = "Print what would be written, without secrets, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--force",
            description = "Replace a configuration that is there; it is kept as *.old.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        ServerConfig config = config();
        Installation installation = installation();
        List<Step> plan = installation.plan(config);
        PrintWriter out = spec.commandLine().getOut();
        installation
                .warnings()
                .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        if (dryRun) {
            plan.forEach(step -> describe(step, out));
            return ExitCodes.SOUND;
        }
        List<Path> existing = installation.existing();
        if (!existing.isEmpty() && !force) {
            existing.forEach(
                    path -> spec.commandLine().getErr().println("varve: " + path + " is there"));
            spec.commandLine().getErr().println("varve: nothing was written; --force replaces it");
            return ExitCodes.FAILED;
        }
        for (Step step : plan) {
            Installer.run(step);
            out.println("wrote " + target(step));
        }
        out.println("access key " + installation.accessKey() + "; its secret is in varve.toml");
        out.println("next, as root:");
        installation.next().forEach(line -> out.println("    " + line));
        return ExitCodes.SOUND;
    }

    private Installation installation() {
        Installation.Program running = Installation.Program.running(InstallCommand.class);
        Path from = Objects.requireNonNullElse(program, running.directory());
        try {
            return new Installation(
                    new Layout(prefix),
                    new Installation.Program(from, running.javaHome()),
                    user,
                    new SecureRandom());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    /// What the written configuration will say, where the unit depends on it.
    private ServerConfig config() {
        return Configuration.load(Inputs.of(new Inputs.Flag("--listen", "listen", listen)))
                .server();
    }

    private static Path target(Step step) {
        return switch (step) {
            case Step.Write write -> write.path();
            case Step.Copy copy -> copy.to();
            case Step.Directory directory -> directory.path();
        };
    }

    private static void describe(Step step, PrintWriter out) {
        switch (step) {
            case Step.Write write -> {
                out.printf("would write %s (%s)%n", write.path(), write.access().mode());
                write.shown().lines().forEach(line -> out.println("    " + line));
            }
            case Step.Copy copy ->
                    out.printf("would copy %d files to %s%n", copy.files().size(), copy.to());
            case Step.Directory directory ->
                    out.printf("would make %s (rwx------)%n", directory.path());
        }
    }
}
