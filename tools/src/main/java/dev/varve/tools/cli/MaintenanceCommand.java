package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve maintenance`: what a server does by itself now and then, done now.
@Command(
        name = JobRun.MAINTENANCE,
        description = {
            "Let a server do now what it does by itself now and then, and wait for it; for operators.",
            "The view that rebuild makes beside the one that serves takes the place of that one at the"
                    + " next start, if the two differ."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class MaintenanceCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(
            paramLabel = "ACTION",
            description =
                    "One of purge, reclaim, reconcile, flush, scrub, snapshot, trim and rebuild.")
    private String action;

    @Option(names = "--deep", description = "For scrub: read every byte.")
    private boolean deep;

    @Option(
            names = "--repair",
            description = "For reconcile: free what nothing needs, take up what nothing names.")
    private boolean repair;

    @Override
    public Integer call() throws InterruptedException {
        try (ApiClient client = server.connect()) {
            ApiRequest start = JobRun.start(action);
            start = deep ? start.query("deep", "true") : start;
            start = repair ? start.query("repair", "true") : start;
            output.fields(new JobRun(client).run(start));
            return ExitCodes.SOUND;
        }
    }
}
