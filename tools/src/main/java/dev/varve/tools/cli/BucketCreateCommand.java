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

/// `varve bucket create`: makes one.
@Command(
        name = "create",
        description = "Make a bucket, which is then yours.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class BucketCreateCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Option(names = "--versioning", description = "Keep the versions of its objects.")
    private boolean versioning;

    @Option(
            names = "--object-lock",
            description = "Let versions be locked; they are kept for that.")
    private boolean objectLock;

    @Override
    public Integer call() {
        ObjectNode asked = Json.object().put("name", name);
        if (versioning) {
            asked.put("versioning", true);
        }
        if (objectLock) {
            asked.put("object_lock", true);
        }
        try (ApiClient client = server.connect()) {
            JsonNode made = client.call(ApiRequest.of("POST", "buckets").json(asked)).json();
            output.line(made, "made " + made.path("name").asText());
            return ExitCodes.SOUND;
        }
    }
}
