package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.Answer;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.RemoteObject;
import dev.varve.tools.sync.Place;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve object stat`: what there is to know of one.
@Command(
        name = "stat",
        description = "Tell of an object.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectStatCommand implements Callable<Integer> {
    private static final String META = "x-meta-";

    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private PastOption past;

    @Parameters(
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "Which object.")
    private Place.Remote place;

    @Override
    public Integer call() {
        Places.requireKey(place);
        try (ApiClient client = server.connect()) {
            output.fields(told(client, past.of(client, place)));
            return ExitCodes.SOUND;
        }
    }

    static ObjectNode told(ApiClient client, Place.Remote place) {
        Answer answer =
                client.find(new Bucket(client, place.bucket()).request("HEAD", place.key()))
                        .orElseThrow(() -> CommandFailed.nothing("there is no object " + place));
        RemoteObject object = RemoteObject.of(place.key(), answer);
        ObjectNode told = Json.object();
        told.put("bucket", place.bucket()).put("key", object.key()).put("size", object.size());
        told.put("modified", object.modified().toString()).put("etag", object.etag());
        object.sha256().ifPresent(sha256 -> told.put("sha256", sha256));
        header(answer, "x-version", told, "version");
        header(answer, "content-type", told, "content_type");
        header(answer, "x-lock-mode", told, "lock_mode");
        header(answer, "x-lock-until", told, "lock_until");
        ObjectNode custom = Json.object();
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (name.toLowerCase(Locale.ROOT).startsWith(META)) {
                        custom.put(name.substring(META.length()), String.join(", ", values));
                    }
                });
        if (!custom.isEmpty()) {
            told.set("custom", custom);
        }
        return told;
    }

    private static void header(Answer answer, String name, ObjectNode into, String field) {
        answer.header(name).ifPresent(value -> into.put(field, value));
    }
}
