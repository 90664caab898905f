package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve lifecycle preview`: what would go, and when.
@Command(
        name = "preview",
        description = {
            "List what would go by the rules of a bucket, or by others to try, and when.",
            "Nothing goes by it."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class LifecyclePreviewCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private LifecycleRules rules;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Option(names = "--until", paramLabel = "TIME", description = "Leave out what goes later.")
    private String until = "";

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            String cursor = "";
            do {
                JsonNode page = client.call(request(cursor)).json();
                page.path("going").forEach(this::print);
                cursor = page.path("next").asText();
            } while (!cursor.isEmpty());
            return ExitCodes.SOUND;
        }
    }

    private ApiRequest request(String cursor) {
        ObjectNode asked = Json.object();
        if (!rules.isEmpty()) {
            rules.into(asked);
        }
        if (!until.isEmpty()) {
            asked.put("until", until);
        }
        if (!cursor.isEmpty()) {
            asked.put("cursor", cursor);
        }
        return ApiRequest.of("POST", "buckets", name, "lifecycle", "preview").json(asked);
    }

    private void print(JsonNode going) {
        output.line(
                going,
                "%-20s %-18s %-12s %s"
                        .formatted(
                                going.path("at").asText(),
                                going.path("what").asText(),
                                going.path("rule").asText(),
                                going.path("key").asText()));
    }
}
