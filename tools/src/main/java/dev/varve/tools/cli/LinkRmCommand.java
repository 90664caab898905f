package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve link rm`: ends one before its time.
@Command(
        name = "rm",
        description = "End a link before its time; --json tells the id when one is made.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class LinkRmCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "ID", description = "Its id.")
    private String id;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            client.call(ApiRequest.of("DELETE", "links", id));
            output.line(Json.object().put("ended", id), "ended " + id);
            return ExitCodes.SOUND;
        }
    }
}
