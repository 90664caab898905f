package dev.varve.tools.install;

import dev.varve.server.config.KeyPair;
import dev.varve.server.config.Secret;
import dev.varve.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What `varve install` does: first a plan, then its execution by [Installer].
public final class Installation {
    private final Layout layout;
    private final Program program;
    private final String user;
    private final Texts.Keys keys;

    /// The program that is to be installed.
    ///
    /// @param directory holds `jvm.args` and `lib`
    public record Program(Path directory, Path javaHome) {
        /// What this very program was started from, as `tools/varve` starts it.
        public static Program running(Class<?> main) {
            Path jar = Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath());
            Path lib = parent(jar);
            return new Program(parent(lib), Path.of(System.getProperty("java.home")));
        }

        private static Path parent(Path path) {
            return path.resolveSibling(".").normalize();
        }

        List<Path> libraries() throws IOException {
            Path lib = directory.resolve("lib");
            if (!Files.isReadable(directory.resolve("jvm.args")) || !Files.isDirectory(lib)) {
                throw new NotDirectoryException(
                        directory + " is not a built program; start this with tools/varve");
            }
            try (Stream<Path> files = Files.list(lib)) {
                return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            }
        }
    }

    /// @throws IllegalArgumentException when a path or the user's name would need quoting
    public Installation(Layout layout, Program program, String user, SecureRandom random) {
        if (!user.matches("[a-z_][a-z0-9_-]{0,30}")) {
            throw new IllegalArgumentException("'" + user + "' is no name for a system user");
        }
        Layout.requirePlain(program.javaHome());
        this.layout = layout;
        this.program = program;
        this.user = user;
        this.keys = new Texts.Keys(KeyPair.random(random), KeyPair.token(random));
    }

    public String accessKey() {
        return keys.admin().accessKey();
    }

    /// Files that an operator may have changed, and that are there already.
    public List<Path> existing() {
        return Stream.of(layout.configuration(), layout.environment(), layout.unit())
                .filter(Files::exists)
                .toList();
    }

    public List<Step> plan(ServerConfig config) throws IOException {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Copy(program.libraries(), layout.program().resolve("lib")));
        Path flags = layout.program().resolve("jvm.args");
        steps.add(open(flags, Files.readString(program.directory().resolve("jvm.args"))));
        String launcher = Texts.launcher(layout, program.javaHome());
        steps.add(new Step.Write(layout.launcher(), launcher, launcher, Step.Access.PROGRAM));
        steps.add(configuration(config.listen().toString()));
        String environment = Texts.environment();
        steps.add(
                new Step.Write(layout.environment(), environment, environment, Step.Access.OWNER));
        steps.add(open(layout.unit(), Unit.text(layout, user, config)));
        steps.add(new Step.Directory(layout.data()));
        return steps;
    }

    private Step configuration(String listen) {
        return new Step.Write(
                layout.configuration(),
                Texts.configuration(layout, listen, keys, Secret::reveal),
                Texts.configuration(layout, listen, keys, Secret::toString),
                Step.Access.OWNER);
    }

    private static Step open(Path path, String text) {
        return new Step.Write(path, text, text, Step.Access.EVERYBODY);
    }

    /// What remains to be done by somebody who may.
    public List<String> next() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "useradd --system --home-dir %s --shell /usr/sbin/nologin %s"
                        .formatted(layout.data(), user));
        lines.add("chown -R %s: %s".formatted(user, layout.data()));
        lines.add("systemctl enable --now " + layout.unit());
        return lines;
    }

    /// What would keep the service from starting.
    public List<String> warnings() {
        return Stream.of(program.javaHome(), layout.prefix())
                .filter(path ->
                        Stream.of("/root", "/home", "/run/user", "/tmp", "/var/tmp")
                                .anyMatch(path::startsWith))
                .map(path -> path + " is hidden from the service; choose a place for all users")
                .toList();
    }
}
