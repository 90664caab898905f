package dev.varve.tools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.server.clients.LiveServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs commands against a server, as somebody who has told the environment of it.
final class ClientShell {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final Shell shell;

    /// @param home has no configuration
    ClientShell(LiveServer server, Path home) {
        this(
                Map.of(
                        "HOME", home.toString(),
                        "VARVE_SERVER", server.endpoint().toString(),
                        "VARVE_CA", server.certificate().toString(),
                        "VARVE_ACCESS_KEY", LiveServer.ACCESS_KEY,
                        "VARVE_SECRET_KEY", LiveServer.SECRET_KEY));
    }

    ClientShell(Map<String, String> environment) {
        this.shell = new Shell(environment);
    }

    ClientShell in(byte[] input) {
        shell.in(input);
        return this;
    }

    int run(String... arguments) {
        return shell.run(arguments);
    }

    /// Runs what must go well.
    String out(String... arguments) {
        int code = run(arguments);
        if (code != 0) {
            throw new AssertionError(String.join(" ", arguments) + ": " + code + ", " + err());
        }
        return shell.out();
    }

    /// The objects that a command with `--json` prints.
    List<JsonNode> json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return out(all.toArray(String[]::new)).lines().map(ClientShell::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String printed() {
        return shell.out();
    }

    byte[] bytes() {
        return shell.bytes();
    }

    String err() {
        return shell.err();
    }
}
