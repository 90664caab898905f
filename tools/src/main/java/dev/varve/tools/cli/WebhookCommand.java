package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve webhook`: who is told of changes, and what became of that.
@Command(
        name = "webhook",
        description = "Webhooks of a server: make, look at, try, and what was not delivered.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {WebhookCreateCommand.class, WebhookDeadLettersCommand.class})
final class WebhookCommand {
    static final String WEBHOOKS = "webhooks";
    private static final String NAME = "NAME";

    private static int one(
            ClientOptions options,
            Output out,
            ApiRequest request,
            Function<JsonNode, String> words) {
        try (ApiClient client = options.connect()) {
            JsonNode answer = client.call(request).json();
            out.line(answer, words.apply(answer));
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode webhook) {
        return "%-24s %-9s %-16s %s%s"
                .formatted(
                        webhook.path("name").asText(),
                        webhook.path("enabled").asBoolean() ? "enabled" : "disabled",
                        webhook.path("bucket").asText("-"),
                        webhook.path("url").asText(),
                        webhook.path("note").asText().isEmpty()
                                ? ""
                                : "  " + webhook.path("note").asText());
    }

    @Command(
            name = "ls",
            description = "List the webhooks that you may manage.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int ls(@Mixin ClientOptions options, @Mixin Output out) {
        try (ApiClient client = options.connect()) {
            client.call(ApiRequest.get(WEBHOOKS))
                    .json()
                    .path(WEBHOOKS)
                    .forEach(each -> out.line(each, words(each)));
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "show",
            description = "Tell what a webhook is for, and how far its deliveries are.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int show(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name) {
        try (ApiClient client = options.connect()) {
            ObjectNode all = Json.object();
            JsonNode webhook = client.call(ApiRequest.get(WEBHOOKS, name)).json();
            JsonNode state = client.call(ApiRequest.get(WEBHOOKS, name, "deliveries")).json();
            all.set("webhook", webhook);
            all.set("deliveries", state);
            out.line(all, words(webhook) + "\n" + Json.line(webhook) + "\n" + Json.line(state));
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "rm",
            description = "Remove a webhook, with its dead letters.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int rm(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name) {
        try (ApiClient client = options.connect()) {
            client.call(ApiRequest.of("DELETE", WEBHOOKS, name));
            out.line(Json.object().put("removed", name), "removed " + name);
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "test",
            description = {
                "Deliver a test event once, now.",
                "The exit code says whether the receiver took it."
            },
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int test(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name) {
        try (ApiClient client = options.connect()) {
            JsonNode tried = client.call(ApiRequest.of("POST", WEBHOOKS, name, "test")).json();
            boolean taken = tried.path("taken").asBoolean();
            out.line(
                    tried,
                    (taken ? "taken" : "not taken: " + tried.path("error").asText())
                            + " after "
                            + tried.path("millis").asLong()
                            + " ms");
            return taken ? ExitCodes.SOUND : ExitCodes.FAILED;
        }
    }

    @Command(
            name = "rotate",
            description =
                    "Draw a new secret, and tell it this once; the old one signs too for a while.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int rotate(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name,
            @Option(
                            names = "--keep",
                            paramLabel = "DURATION",
                            converter = Durations.class,
                            description = "How long both sign, such as 90m or 7d (1d).")
                    java.time.Duration keep) {
        ObjectNode asked = Json.object();
        if (keep != null) {
            asked.put("keep_seconds", keep.toSeconds());
        }
        return one(
                options,
                out,
                ApiRequest.of("POST", WEBHOOKS, name, "rotate").json(asked),
                made -> "secret " + made.path("secret").asText());
    }

    @Command(
            name = "replay",
            description = "Deliver again what came from a position on.",
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
        return one(
                options,
                out,
                ApiRequest.of("POST", WEBHOOKS, name, "replay")
                        .json(Json.object().put("from", from)),
                state -> "goes on after position " + state.path("position").asLong());
    }
}
