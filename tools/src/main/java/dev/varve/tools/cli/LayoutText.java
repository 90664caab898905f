package dev.varve.tools.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/// A layout in a file, as it is sent: the server says what is wrong with it.
final class LayoutText {
    private LayoutText() {}

    static JsonNode read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return file.toString().endsWith(".json")
                    ? JsonMapper.builder().build().readTree(bytes)
                    : TomlMapper.builder().build().readTree(bytes);
        } catch (JacksonException e) {
            throw new CommandFailed(ExitCode.USAGE, file + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
    }
}
