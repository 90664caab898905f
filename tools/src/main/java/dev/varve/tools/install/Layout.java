package dev.varve.tools.install;

import java.nio.file.Path;

/// Where things go below a prefix.
public record Layout(Path prefix) {
    /// Other characters would need quoting in the unit, the launcher and the configuration, each by
    /// rules of its own.
    private static final String PLAIN = "/[A-Za-z0-9/._+-]*";

    public Layout {
        prefix = prefix.toAbsolutePath().normalize();
        requirePlain(prefix);
    }

    /// @throws IllegalArgumentException when it has other characters than letters, digits, `/._+-`
    static Path requirePlain(Path path) {
        if (!path.toString().matches(PLAIN)) {
            throw new IllegalArgumentException(
                    path + " may have letters, digits and the characters / . _ + - only");
        }
        return path;
    }

    public Path configuration() {
        return prefix.resolve("etc/varve/varve.toml");
    }

    public Path environment() {
        return prefix.resolve("etc/varve/environment");
    }

    public Path unit() {
        return prefix.resolve("etc/systemd/system/varve.service");
    }

    public Path launcher() {
        return prefix.resolve("usr/bin/varve");
    }

    public Path program() {
        return prefix.resolve("usr/lib/varve");
    }

    public Path data() {
        return prefix.resolve("var/lib/varve");
    }
}
