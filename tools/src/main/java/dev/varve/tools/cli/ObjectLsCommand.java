package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.Pages;
import dev.varve.tools.sync.Place;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve object ls`: which objects there are.
@Command(
        name = "ls",
        description = "List the objects of a bucket or directory, and the directories in it.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectLsCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private PastOption past;

    @Parameters(
            paramLabel = "BUCKET[/DIRECTORY]",
            converter = Places.Remote.class,
            description = "What to list.")
    private Place.Remote place;

    @Option(
            names = {"-r", "--recursive"},
            description = "Objects in directories too.")
    private boolean recursive;

    @Option(names = "--prefix", description = "Only names that begin so.")
    private String prefix = "";

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            Place.Remote shown = past.of(client, place);
            Bucket bucket = new Bucket(client, shown.bucket());
            Pages pages = bucket.listed(place.prefix() + prefix, recursive ? "" : "/");
            if (!pages.hasNext() && !(place.key() + prefix).isEmpty()) {
                return one(client, shown);
            }
            pages.forEachRemaining(this::print);
            return ExitCodes.SOUND;
        }
    }

    /// What was named may be an object itself.
    private int one(ApiClient client, Place.Remote shown) {
        if (!prefix.isEmpty()) {
            throw CommandFailed.nothing("nothing begins with " + place.prefix() + prefix);
        }
        print(ObjectStatCommand.told(client, shown));
        return ExitCodes.SOUND;
    }

    private void print(JsonNode item) {
        if (item.isTextual()) {
            output.line(
                    Json.object().put("prefix", item.asText()),
                    "%-24s %12s %s".formatted("", "", item.asText()));
        } else {
            output.line(
                    item,
                    "%-24s %12d %s"
                            .formatted(
                                    item.path("modified").asText(),
                                    item.path("size").asLong(),
                                    item.path("key").asText()));
        }
    }
}
