package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve consumers`: what works beside requests, seen and steered.
@Command(
        name = "consumers",
        description =
                "What works beside requests: list, pause, resume, run, replay; for operators.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ConsumersCommand implements Callable<Integer> {
    private static final String CONSUMERS = "consumers";

    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            output.words(
                    "%-24s %-12s %12s %10s  %s".formatted("NAME", "STATE", "POSITION", "LAG", ""));
            JsonNode all = client.call(ApiRequest.get(CONSUMERS)).json().path(CONSUMERS);
            all.forEach(each -> output.line(each, words(each)));
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode consumer) {
        return "%-24s %-12s %12s %10d  %s"
                .formatted(
                        consumer.path("name").asText(),
                        consumer.path("state").asText(),
                        consumer.path("position").asText("-"),
                        consumer.path("lag").asLong(),
                        consumer.path("last_error").asText(consumer.path("about").asText()));
    }

    private int step(ClientOptions options, Output out, ApiRequest request) {
        try (ApiClient client = options.connect()) {
            JsonNode consumer = client.call(request).json();
            out.line(consumer, words(consumer));
            return ExitCodes.SOUND;
        }
    }

    private static ApiRequest post(String name, String verb) {
        return ApiRequest.of("POST", CONSUMERS, name, verb);
    }

    private static final String NAME = "NAME";

    @Command(
            name = "pause",
            description = "Pause one, across restarts too.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int pause(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name) {
        return step(options, out, post(name, "pause"));
    }

    @Command(
            name = "resume",
            description = "Let one go on that was paused.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int resume(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name) {
        return step(options, out, post(name, "resume"));
    }

    @Command(
            name = "run",
            description = "Let one do its work now, or try again what failed.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int run(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name) {
        return step(options, out, post(name, "run"));
    }

    @Command(
            name = "replay",
            description = "Let a follower of the journal go on from a position.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int replay(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "POSITION",
                            description = "The first event that comes again.")
                    long from) {
        return step(options, out, post(name, "replay").json(Json.object().put("from", from)));
    }
}
