package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve bucket rm`: deletes one in which nothing is.
@Command(
        name = "rm",
        description = "Delete a bucket without objects, versions and open uploads.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class BucketRmCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            client.call(ApiRequest.of("DELETE", "buckets", name));
            output.line(Json.object().put("deleted", name), "deleted " + name);
            return ExitCodes.SOUND;
        }
    }
}
