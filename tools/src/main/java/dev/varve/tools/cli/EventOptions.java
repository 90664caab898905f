package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiRequest;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which events.
final class EventOptions {
    @Option(names = "--bucket", paramLabel = "BUCKET", description = "Only of this one.")
    private String bucket;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only of keys that begin so.")
    private String prefix;

    @Option(
            names = "--type",
            paramLabel = "TYPES",
            description = "Only these, such as object-put,object-deleted or object-*.")
    private String type;

    @Option(names = "--actor", paramLabel = "ID", description = "Only what this one did.")
    private String actor;

    Optional<String> bucket() {
        return Optional.ofNullable(bucket);
    }

    Optional<String> prefix() {
        return Optional.ofNullable(prefix);
    }

    Optional<String> type() {
        return Optional.ofNullable(type);
    }

    Optional<String> actor() {
        return Optional.ofNullable(actor);
    }

    ApiRequest of(ApiRequest request) {
        return request.query("bucket", bucket())
                .query("prefix", prefix())
                .query("type", type())
                .query("actor", actor());
    }

    static String words(JsonNode event) {
        return "%-12s %-24s %-22s %-12s %s"
                .formatted(
                        event.path("id").asText(),
                        event.path("time").asText(),
                        event.path("type").asText(),
                        event.at("/by/actor").asText(),
                        place(event));
    }

    private static String place(JsonNode event) {
        String bucket = event.at("/bucket/name").asText();
        String key = event.at("/object/key").asText(event.at("/range/prefix").asText());
        return key.isEmpty() ? bucket : bucket + "/" + key;
    }
}
