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

/// `varve audit`: who did what.
@Command(
        name = "audit",
        description = "Tell who did what, the newest first; with --bucket, or for operators.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class AuditCommand implements Callable<Integer> {
    private static final int PAGE = 1000;

    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private EventOptions which;

    @Option(names = "--object", paramLabel = "KEY", description = "To this key of the bucket.")
    private String key;

    @Option(names = "--version-id", paramLabel = "ID", description = "To this version.")
    private String version;

    @Option(
            names = "--access-key",
            paramLabel = "ID",
            description = "What became of this access key.")
    private String accessKey;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "From this address.")
    private String source;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, in RFC 3339.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before, in RFC 3339.")
    private String to;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (100).")
    private int limit = 100;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request =
                    which.of(ApiRequest.get("audit"))
                            .query("limit", Integer.toString(Math.clamp(limit, 1, PAGE)))
                            .query("key", Optional.ofNullable(key))
                            .query("version", Optional.ofNullable(version))
                            .query("access_key", Optional.ofNullable(accessKey))
                            .query("source", Optional.ofNullable(source))
                            .query("from", Optional.ofNullable(from))
                            .query("to", Optional.ofNullable(to));
            Pages events = new Pages(client, request, "events");
            for (int i = 0; i < limit && events.hasNext(); i++) {
                JsonNode event = events.next();
                output.line(
                        event,
                        EventOptions.words(event)
                                + "  "
                                + event.at("/by/source").asText("-")
                                + " "
                                + event.at("/by/request_id").asText("-"));
            }
            return ExitCodes.SOUND;
        }
    }
}
