package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve key rm`: ends one for good.
@Command(
        name = "rm",
        description = "Revoke an access key, at once and for good.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class KeyRmCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "ID", description = "Its id.")
    private String id;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            client.call(ApiRequest.of("DELETE", "keys", id));
            output.line(Json.object().put("revoked", id), "revoked " + id);
            return ExitCodes.SOUND;
        }
    }
}
