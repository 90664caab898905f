package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `varve journal trim`: a server deletes what nobody needs any more of its journal.
@Command(
        name = "trim",
        description = {
            "Let a server delete now what nobody needs any more of its journal, and wait for it; for"
                    + " operators.",
            "Nothing goes where journal.audit-retention is not set."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class JournalTrimCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Option(names = "--dry-run", description = "Only tell what would go, and who holds the rest.")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        try (ApiClient client = server.connect()) {
            if (dryRun) {
                JsonNode journal = client.call(ApiRequest.get("journal")).json();
                output.line(journal, words("would delete", journal.path("trim")));
                JournalHorizonCommand.holds(journal, output);
                return ExitCodes.SOUND;
            }
            JsonNode job = new JobRun(client).run(JobRun.start("trim"));
            output.line(job, words("deleted", job.path("figures")));
            return ExitCodes.SOUND;
        }
    }

    private static String words(String done, JsonNode trim) {
        return "%s %d segments, %d bytes; the oldest event then is %d"
                .formatted(
                        done,
                        trim.path("segments").asLong(),
                        trim.path("bytes").asLong(),
                        trim.path("oldest").asLong());
    }
}
