package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `varve snapshot create`: a server takes one now.
@Command(
        name = "create",
        description = "Let a server take a snapshot now, and wait for it; for operators.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class SnapshotCreateCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Override
    public Integer call() throws InterruptedException {
        try (ApiClient client = server.connect()) {
            JsonNode job = new JobRun(client).run(JobRun.start("snapshot"));
            JsonNode figures = job.path("figures");
            output.line(
                    job,
                    "position %d, rows %d, bytes %d"
                            .formatted(
                                    figures.path("position").asLong(),
                                    figures.path("rows").asLong(),
                                    figures.path("bytes").asLong()));
            return ExitCodes.SOUND;
        }
    }
}
