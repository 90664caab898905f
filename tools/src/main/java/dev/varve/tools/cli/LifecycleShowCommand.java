package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve lifecycle show`: the rules of a bucket.
@Command(
        name = "show",
        description = "Show the rules of a bucket, one on each line, as `set` takes them.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class LifecycleShowCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode told = client.call(ApiRequest.get("buckets", name, "lifecycle")).json();
            print(output, told);
            return ExitCodes.SOUND;
        }
    }

    static void print(Output output, JsonNode told) {
        told.path("rules").forEach(rule -> output.line(rule, Json.line(rule)));
    }
}
