package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.Bytes;
import dev.varve.tools.client.Json;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Lifecycle rules as a command line has them.
final class LifecycleRules {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rule",
            paramLabel = "JSON",
            description = "A rule; may be given more than once.")
    private List<String> rules = List.of();

    boolean isEmpty() {
        return rules.isEmpty();
    }

    ObjectNode required() {
        if (rules.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "there is no --rule; `rm` ends all");
        }
        return into(Json.object());
    }

    ObjectNode into(ObjectNode asked) {
        ArrayNode all = asked.putArray("rules");
        for (String rule : rules) {
            all.add(parsed(rule));
        }
        return asked;
    }

    private JsonNode parsed(String rule) {
        return Json.object(Bytes.utf8(rule))
                .orElseThrow(() ->
                        new ParameterException(spec.commandLine(), "no JSON object: " + rule));
    }
}
