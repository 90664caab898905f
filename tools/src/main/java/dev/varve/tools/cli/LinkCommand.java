package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import dev.varve.tools.sync.Place;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve link`: a URL with which anybody can do one thing to one object.
@Command(
        name = "link",
        description = {
            "Make a link, with which anybody can do one thing to one object for a while.",
            "Without --json it is the only thing printed: curl \"$(varve link BUCKET/KEY)\""
        },
        mixinStandardHelpOptions = true,
        subcommands = LinkRmCommand.class,
        footer = ExitCodes.CLIENT_HELP)
final class LinkCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Spec private CommandSpec spec;

    /// Not there where a link is ended.
    @Parameters(
            arity = "0..1",
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "Which object.")
    private Place.Remote place;

    @Option(names = "--method", description = "GET, HEAD, PUT or DELETE (GET).")
    private String method = "GET";

    @Option(
            names = "--expires-in",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long it works, such as 15m or 2h (1h).")
    private Duration life = Duration.ofHours(1);

    @Option(names = "--single-use", description = "It works once.")
    private boolean once;

    @Option(names = "--max-size", paramLabel = "BYTES", description = "For PUT: the most.")
    private Long most;

    @Option(names = "--type", description = "For PUT: exactly this content type.")
    private String type;

    @Override
    public Integer call() {
        if (place == null) {
            throw new ParameterException(spec.commandLine(), "a link needs a BUCKET/KEY");
        }
        Places.requireKey(place);
        ObjectNode asked =
                Json.object()
                        .put("method", method.toUpperCase(Locale.ROOT))
                        .put("bucket", place.bucket())
                        .put("key", place.key())
                        .put("expires_in", life.toSeconds());
        if (once) {
            asked.put("single_use", true);
        }
        if (most != null) {
            asked.put("max_size", most);
        }
        if (type != null) {
            asked.put("content_type", type);
        }
        try (ApiClient client = server.connect()) {
            JsonNode made = client.call(ApiRequest.of("POST", "links").json(asked)).json();
            output.line(made, made.path("url").asText());
            return ExitCodes.SOUND;
        }
    }
}
