package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve webhook create`: makes one, and tells its secret once.
@Command(
        name = "create",
        description = {
            "Make a webhook: who is told of changes, by POST, signed.",
            "Its secret is told this once."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class WebhookCreateCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(index = "0", paramLabel = "NAME", description = "1 to 63 of a-z, 0-9 and -.")
    private String name;

    @Parameters(index = "1", paramLabel = "URL", description = "Where to.")
    private String url;

    @Option(names = "--bucket", description = "Whose changes (of all buckets; for operators).")
    private String bucket;

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            description =
                    "Such as s3:ObjectCreated:Put or s3:ObjectRemoved:* (all). May be given more than"
                            + " once.")
    private List<String> events = List.of();

    @Option(
            names = "--only-rules",
            description = "Of no event but those that buckets' notification rules send to it.")
    private boolean onlyRules;

    @Option(names = "--prefix", description = "Only of keys that begin so.")
    private String prefix;

    @Option(names = "--suffix", description = "Only of keys that end so.")
    private String suffix;

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "Only of objects with this tag. May be given more than once.")
    private Map<String, String> tags = Map.of();

    @Option(names = "--format", description = "s3 or cloudevents (s3).")
    private String format;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode made =
                    client.call(ApiRequest.of("POST", WebhookCommand.WEBHOOKS).json(asked()))
                            .json();
            output.line(made, "name   " + name);
            output.words("secret " + made.path("secret").asText());
            return ExitCodes.SOUND;
        }
    }

    private ObjectNode asked() {
        ObjectNode asked = Json.object().put("name", name).put("url", url);
        put(asked, "bucket", bucket);
        put(asked, "prefix", prefix);
        put(asked, "suffix", suffix);
        put(asked, "format", format);
        if (onlyRules || !events.isEmpty()) {
            ArrayNode all = asked.putArray("events");
            events.forEach(all::add);
        }
        if (!tags.isEmpty()) {
            ObjectNode all = asked.putObject("tags");
            tags.forEach(all::put);
        }
        return asked;
    }

    private static void put(ObjectNode into, String field, @Nullable String value) {
        if (value != null) {
            into.put(field, value);
        }
    }
}
