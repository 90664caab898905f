package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve bucket at`: what a bucket is called as it was.
@Command(
        name = "at",
        description = {
            "Tell the name of a bucket as it was.",
            "Any client of S3 can read a bucket of that name, and nobody can write to it."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class BucketAtCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(index = "0", paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "MOMENT",
            converter = Moments.class,
            description = "When: " + PastOption.MOMENT + ".")
    private String moment;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            String view = new Bucket(client, name).at(moment);
            output.line(Json.object().put("bucket", view), view);
            return ExitCodes.SOUND;
        }
    }
}
