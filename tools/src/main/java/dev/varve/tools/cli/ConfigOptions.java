package dev.varve.tools.cli;

import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The flags of the server's configuration, for every command that needs it.
final class ConfigOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--data", description = "Data directory (./varve-data).")
    private String data;

    @Option(names = "--listen", description = "HOST:PORT to listen on (127.0.0.1:9000).")
    private String listen;

    @Option(names = "--config", description = "TOML file with settings and users.")
    private Path file;

    @Option(names = "--dev", description = "Accept weak and well-known secrets.")
    private boolean dev;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting, by its key; may be given more than once.")
    private List<String> settings = List.of();

    /// Tells of what is accepted but not as it should be.
    Configuration load() {
        List<Inputs.Flag> flags = new ArrayList<>();
        if (data != null) {
            flags.add(new Inputs.Flag("--data", "data", data));
        }
        if (listen != null) {
            flags.add(new Inputs.Flag("--listen", "listen", listen));
        }
        if (dev) {
            flags.add(new Inputs.Flag("--dev", "dev", "true"));
        }
        settings.stream().map(this::flag).forEach(flags::add);
        Configuration loaded =
                Configuration.load(
                        new Inputs(flags, VarveCli.environment(spec), Optional.ofNullable(file)));
        loaded.warnings()
                .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        return loaded;
    }

    private Inputs.Flag flag(String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--set takes KEY=VALUE, not '" + setting + "'");
        }
        String key = setting.substring(0, equals);
        return new Inputs.Flag("--set " + key, key, setting.substring(equals + 1));
    }
}
