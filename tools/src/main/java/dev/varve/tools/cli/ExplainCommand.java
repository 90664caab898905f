package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.sync.Place;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve explain`: why an object is there, or gone.
@Command(
        name = "explain",
        description = "Tell why an object is there, or gone.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ExplainCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "Which object, there or not.")
    private Place.Remote place;

    @Override
    public Integer call() {
        Places.requireKey(place);
        try (ApiClient client = server.connect()) {
            JsonNode told =
                    client.call(
                                    ApiRequest.get("buckets", place.bucket(), "explain")
                                            .key(place.key()))
                            .json();
            if (output.isJson()) {
                output.line(told, "");
            } else {
                output.words(told.path("summary").asText());
                told.path("steps").forEach(step -> output.words(words(step)));
                if (!told.path("complete").asBoolean()) {
                    output.words("There may be more: events before these are not told.");
                }
            }
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode step) {
        return "%-28s %s".formatted(step.path("time").asText(), step.path("what").asText());
    }
}
