package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import dev.varve.tools.sync.Place;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve object purge`: history that goes for real, now.
@Command(
        name = "purge",
        description = {
            "Let superseded and deleted versions go at once and for good: of an object, or with -r",
            "of all in a directory or bucket. What can be seen or is locked stays.",
            "With --version that one goes, even if it can be seen."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectPurgeCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "Of what.")
    private Place.Remote place;

    @Option(
            names = {"-r", "--recursive"},
            description = "Of all in a directory, or in a bucket.")
    private boolean recursive;

    @Option(names = "--version", paramLabel = "ID", description = "This version alone.")
    private String version = "";

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request =
                    ApiRequest.of("POST", "buckets", place.bucket(), "purge").json(asked());
            JsonNode told = client.call(request).json();
            output.line(
                    told,
                    "purged %d versions of %d bytes"
                            .formatted(
                                    told.path("versions").asLong(), told.path("bytes").asLong()));
            return ExitCodes.SOUND;
        }
    }

    private ObjectNode asked() {
        if (recursive && !version.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--version is of one object");
        }
        if (recursive) {
            String prefix = place.prefix();
            return prefix.isEmpty()
                    ? Json.object().put("everything", true)
                    : Json.object().put("prefix", prefix);
        }
        Places.requireKey(place);
        ObjectNode asked = Json.object().put("key", place.key());
        return version.isEmpty() ? asked : asked.put("version", version);
    }
}
