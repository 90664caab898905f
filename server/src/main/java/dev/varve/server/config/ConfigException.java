package dev.varve.server.config;

import java.util.List;

/// A configuration that is refused, with everything that is wrong with it.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.getFirst()
                        : "the configuration is wrong:\n  " + String.join("\n  ", problems));
    }
}
