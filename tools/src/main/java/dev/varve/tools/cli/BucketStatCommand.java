package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve bucket stat`: what there is to know of one.
@Command(
        name = "stat",
        description = "Tell of a bucket.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class BucketStatCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            output.fields(client.call(ApiRequest.get("buckets", name)).json());
            return ExitCodes.SOUND;
        }
    }
}
