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
import picocli.CommandLine.Parameters;

/// `varve stats`: how much there is.
@Command(
        name = "stats",
        description = "Tell how much a bucket holds, each of them, or the server.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class StatsCommand implements Callable<Integer> {
    private static final String DAY = "%-10s %12s %16s %16s %10s %10s";

    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(
            arity = "0..1",
            paramLabel = "BUCKET",
            description = "Only this one (the whole server, for operators).")
    private String bucket;

    @Option(names = "--buckets", description = "Each bucket that you may see.")
    private boolean buckets;

    @Option(names = "--history", description = "Day by day, the last 30 if not said.")
    private boolean history;

    @Option(names = "--from", paramLabel = "DAY", description = "The first day, as 2026-11-27.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DAY", description = "The last day.")
    private Optional<String> to = Optional.empty();

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            if (history) {
                days(client);
            } else if (bucket != null) {
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

    private void days(ApiClient client) {
        ApiRequest request =
                bucket == null
                        ? ApiRequest.get("usage")
                        : ApiRequest.get("buckets", bucket, "usage");
        JsonNode days = client.call(request.query("from", from).query("to", to)).json();
        output.words(DAY.formatted("DAY", "OBJECTS", "BYTES", "HISTORY", "PUTS", "DELETES"));
        days.path("days").forEach(each -> output.line(each, ofDay(each)));
    }

    private static String ofDay(JsonNode day) {
        JsonNode held = day.path("held");
        return DAY.formatted(
                day.path("day").asText(),
                held.path("objects").asText(),
                held.path("bytes").asText(),
                held.path("history_bytes").asText(),
                day.path("puts").asText(),
                day.path("deletes").asText());
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
