package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `varve events ls`: what happened up to now, in order.
@Command(
        name = "ls",
        description = "List what happened up to now.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class EventsLsCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private EventOptions which;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "POSITION, POSITION.ORDINAL or start (start).")
    private String after = "start";

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request = which.of(ApiRequest.get("events").query("limit", "1000"));
            String place = after;
            boolean more = true;
            while (more) {
                JsonNode page = client.call(request.query("after", place)).json();
                page.path("events").forEach(each -> output.line(each, EventOptions.words(each)));
                place = page.path("next").asText();
                more = page.path("more").asBoolean();
            }
            return ExitCodes.SOUND;
        }
    }
}
