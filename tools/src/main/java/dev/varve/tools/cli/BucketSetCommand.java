package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.Bytes;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Content;
import dev.varve.tools.client.Json;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve bucket set`: changes what holds for a bucket.
@Command(
        name = "set",
        description = "Change settings of a bucket, all that are named or none.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class BucketSetCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Option(names = "--versioning", description = "enabled or suspended.")
    private String versioning;

    @Option(
            names = "--history-window",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long superseded and deleted versions stay, such as 24h or 30d.")
    private Duration window;

    @Option(
            names = "--bytes-window",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = {
                "How long their bytes stay, where what is known of them stays longer;",
                "0s lets them go at once, that of history keeps them as long."
            })
    private Duration bytesWindow;

    @Option(names = "--quota-bytes", paramLabel = "N", description = "At most; -1 for any.")
    private Long bytes;

    @Option(names = "--quota-objects", paramLabel = "N", description = "At most; -1 for any.")
    private Long objects;

    @Option(
            names = "--tag",
            paramLabel = "NAME=VALUE",
            description = "A tag; may be given more than once, others stay.")
    private Map<String, String> tags = Map.of();

    @Override
    public Integer call() {
        ObjectNode patch = patch();
        if (patch.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "nothing is to be changed");
        }
        try (ApiClient client = server.connect()) {
            ApiRequest request =
                    ApiRequest.of("PATCH", "buckets", name, "settings")
                            .header("content-type", "application/merge-patch+json")
                            .body(new Content.Whole(Bytes.utf8(Json.line(patch))));
            output.fields(client.call(request).json());
            return ExitCodes.SOUND;
        }
    }

    private ObjectNode patch() {
        ObjectNode patch = Json.object();
        if (versioning != null) {
            patch.put("versioning", versioning);
        }
        if (window != null) {
            patch.put("history_window_seconds", window.toSeconds());
        }
        if (bytesWindow != null) {
            patch.put("bytes_window_seconds", bytesWindow.toSeconds());
        }
        if (bytes != null || objects != null) {
            ObjectNode quota = patch.putObject("quota");
            if (bytes != null) {
                quota.put("bytes", bytes);
            }
            if (objects != null) {
                quota.put("objects", objects);
            }
        }
        if (!tags.isEmpty()) {
            ObjectNode all = patch.putObject("tags");
            tags.forEach(all::put);
        }
        return patch;
    }
}
