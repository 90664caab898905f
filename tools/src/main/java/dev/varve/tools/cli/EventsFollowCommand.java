package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.EventFeed;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `varve events follow`: what happens, as it happens, through restarts of the server.
@Command(
        name = "follow",
        description = "Tell what happens, until it is stopped.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class EventsFollowCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private EventOptions which;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "POSITION, POSITION.ORDINAL, start or end (end).")
    private String after = "end";

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many.")
    private long limit = Long.MAX_VALUE;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request = which.of(ApiRequest.get("events"));
            String first = found(client, request);
            try (EventFeed feed = new EventFeed(client, request, first, () -> true)) {
                for (long told = 0; told < limit; told++) {
                    Optional<JsonNode> event = feed.next();
                    event.ifPresent(each -> output.line(each, EventOptions.words(each)));
                    output.flush();
                }
            }
            return ExitCodes.SOUND;
        }
    }

    /// Whoever cannot be reached at all is told at once.
    private String found(ApiClient client, ApiRequest request) {
        JsonNode page = client.call(request.query("after", after).query("limit", "1")).json();
        return after.equals("end") ? page.path("next").asText() : after;
    }
}
