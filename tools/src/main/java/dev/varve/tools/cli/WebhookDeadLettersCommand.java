package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve webhook dead-letters`: what was given up.
@Command(
        name = "dead-letters",
        description =
                "List what a webhook gave up, the oldest first; or deliver it again, or drop it.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class WebhookDeadLettersCommand implements Callable<Integer> {
    private static final String DEAD = "dead-letters";

    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Option(names = "--retry", description = "Deliver them again.")
    private boolean retry;

    @Option(names = "--drop", description = "Forget them.")
    private boolean drop;

    @Option(names = "--id", description = "Only this one (all).")
    private String id;

    @Override
    public Integer call() {
        if ((retry && drop) || (id != null && !retry && !drop)) {
            throw new ParameterException(
                    spec.commandLine(), "give one of --retry and --drop, and --id only with it");
        }
        try (ApiClient client = server.connect()) {
            if (retry) {
                return change(client, ApiRequest.of("POST", all(), name, DEAD, "retry"), "queued");
            }
            if (drop) {
                return change(client, ApiRequest.of("DELETE", all(), name, DEAD), "dropped");
            }
            ApiRequest request = ApiRequest.get(all(), name, DEAD).query("limit", "1000");
            client.call(request)
                    .json()
                    .path("dead_letters")
                    .forEach(each -> output.line(each, words(each)));
            return ExitCodes.SOUND;
        }
    }

    private static String all() {
        return WebhookCommand.WEBHOOKS;
    }

    private int change(ApiClient client, ApiRequest request, String done) {
        JsonNode answer = client.call(request.query("id", Optional.ofNullable(id))).json();
        output.line(answer, done + " " + answer.path("dead_letters").asInt());
        return ExitCodes.SOUND;
    }

    private static String words(JsonNode letter) {
        return "%s %-28s %s (%d attempts: %s)"
                .formatted(
                        letter.path("id").asText(),
                        letter.path("event").asText(),
                        letter.path("key").asText("-"),
                        letter.path("attempts").asInt(),
                        letter.path("error").asText());
    }
}
