package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.Pages;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `varve key ls`: which there are, without their secrets, which nobody can tell any more.
@Command(
        name = "ls",
        description = "List the access keys that you may manage.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class KeyLsCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Option(names = "--user", description = "Only keys of this user.")
    private String user;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request =
                    ApiRequest.get("keys")
                            .query("limit", "1000")
                            .query("user", Optional.ofNullable(user));
            new Pages(client, request, "keys")
                    .forEachRemaining(key -> output.line(key, words(key)));
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode key) {
        return "%-22s %-16s %-24s %s %s"
                .formatted(
                        key.path("id").asText(),
                        key.path("user").asText(),
                        key.path("expires").asText("never"),
                        Json.line(key.path("grants")),
                        key.path("label").asText());
    }
}
