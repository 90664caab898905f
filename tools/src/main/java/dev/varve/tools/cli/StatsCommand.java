package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Pages;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve stats`: how much there is.
@Command(
        name = "stats",
        description = "Tell how much a bucket holds, each of them, or the server.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class StatsCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(
            arity = "0..1",
            paramLabel = "BUCKET",
            description = "Only this one (the whole server, for operators).")
    private String bucket;

    @Option(names = "--buckets", description = "Each bucket that you may see.")
    private boolean buckets;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            if (bucket != null) {
                output.fields(client.call(ApiRequest.get("buckets", bucket, "stats")).json());
            } else if (buckets) {
                ApiRequest request = ApiRequest.get("stats", "buckets").query("limit", "1000");
                new Pages(client, request, "buckets")
                        .forEachRemaining(each -> output.line(each, words(each)));
            } else {
                output.fields(client.call(ApiRequest.get("stats")).json());
            }
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode bucket) {
        JsonNode held = bucket.path("held");
        return "%12d %16d %s"
                .formatted(
                        held.path("objects").asLong(),
                        held.path("bytes").asLong(),
                        bucket.path("name").asText());
    }
}
