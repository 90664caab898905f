package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.Printable;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a command says: to people in columns, to scripts as JSON, one object on each line.
final class Output {
    private static final int FLUSH_EVERY = 256;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object on each line, for scripts.")
    private boolean json;

    private long lines;

    boolean isJson() {
        return json;
    }

    /// @param words for people; columns are theirs
    void line(JsonNode value, String words) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.line(value) : Printable.of(words));
        lines++;
        if (lines % FLUSH_EVERY == 0 && out.checkError()) {
            throw new CommandFailed(ExitCodes.FAILED, "nobody reads the output any more");
        }
    }

    /// For what comes bit by bit.
    void flush() {
        if (spec.commandLine().getOut().checkError()) {
            throw new CommandFailed(ExitCodes.FAILED, "nobody reads the output any more");
        }
    }

    /// For people alone.
    void words(String words) {
        if (!json) {
            spec.commandLine().getOut().println(Printable.of(words));
        }
    }

    /// As it is, for other programs too.
    void text(String text) {
        spec.commandLine().getOut().println(text);
    }

    /// One thing: its fields below each other.
    void fields(JsonNode value) {
        if (json) {
            line(value, "");
        } else {
            fields("", value);
        }
    }

    private void fields(String prefix, JsonNode value) {
        value.properties()
                .forEach(field -> {
                    String name = prefix + field.getKey();
                    if (field.getValue().isObject()) {
                        fields(name + ".", field.getValue());
                    } else {
                        words("%-24s %s".formatted(name, text(field.getValue())));
                    }
                });
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : Json.line(value);
    }

    /// Something that went wrong, while the command goes on.
    void error(String words) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("varve: " + Printable.of(words));
        err.flush();
    }
}
