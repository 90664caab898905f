package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Pages;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `varve bucket ls`: which buckets there are.
@Command(
        name = "ls",
        description = "List the buckets that you may see.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class BucketLsCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Option(names = "--prefix", description = "Only names that begin so.")
    private String prefix;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request =
                    ApiRequest.get("buckets")
                            .query("limit", "1000")
                            .query("prefix", Optional.ofNullable(prefix));
            Pages pages = new Pages(client, request, "buckets");
            pages.forEachRemaining(bucket -> output.line(bucket, words(bucket)));
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode bucket) {
        return "%-24s %-10s %s"
                .formatted(
                        bucket.path("created").asText(),
                        bucket.path("versioning").asText(),
                        bucket.path("name").asText());
    }
}
