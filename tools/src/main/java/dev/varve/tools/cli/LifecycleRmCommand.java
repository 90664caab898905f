package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve lifecycle rm`: ends the rules of a bucket.
@Command(
        name = "rm",
        description = "End all rules of a bucket.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class LifecycleRmCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            client.call(ApiRequest.of("DELETE", "buckets", name, "lifecycle"));
            output.line(Json.object().put("ended", name), "ended all rules of " + name);
            return ExitCodes.SOUND;
        }
    }
}
