package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Condition;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.RemoteObject;
import dev.varve.tools.sync.Place;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve object rm`: deletes one, or all in a directory.
@Command(
        name = "rm",
        description = {
            "Delete an object, or with -r all that is in a directory.",
            "One that is not there is deleted already."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectRmCommand implements Callable<Integer> {
    private static final int AT_ONCE = 1000;

    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "What is deleted.")
    private Place.Remote place;

    @Option(
            names = {"-r", "--recursive"},
            description = "All in a directory, or in a bucket.")
    private boolean recursive;

    @Option(names = "--prefix", description = "With -r: only names that begin so.")
    private String prefix = "";

    @Option(names = "--dry-run", description = "With -r: say what would be deleted.")
    private boolean dry;

    private long found;
    private long failed;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            Bucket bucket = new Bucket(client, place.bucket());
            if (recursive) {
                return all(bucket);
            }
            Places.requireKey(place);
            bucket.delete(place.key(), Condition.NONE);
            deleted(place.key());
            return ExitCodes.SOUND;
        }
    }

    private int all(Bucket bucket) {
        Iterator<RemoteObject> objects = bucket.objects(place.prefix() + prefix);
        List<RemoteObject> some = new ArrayList<>();
        while (objects.hasNext()) {
            some.add(objects.next());
            if (some.size() == AT_ONCE || !objects.hasNext()) {
                delete(bucket, some);
                some.clear();
            }
        }
        if (found == 0) {
            throw CommandFailed.nothing("there is nothing in " + place + prefix);
        }
        return failed == 0 ? ExitCodes.SOUND : ExitCodes.PARTLY;
    }

    private void delete(Bucket bucket, List<RemoteObject> objects) {
        found += objects.size();
        if (dry) {
            objects.forEach(object -> deleted(object.key()));
            return;
        }
        for (JsonNode result : bucket.deleteAll(objects)) {
            String key = result.path("key").asText();
            if (result.path("error").isObject()) {
                failed++;
                output.error("'" + key + "': " + result.path("error").path("detail").asText());
            } else {
                deleted(key);
            }
        }
    }

    private void deleted(String key) {
        output.line(
                Json.object().put("deleted", key).put("dry_run", dry),
                (dry ? "would delete " : "deleted ") + key);
    }
}
