package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.Envelope;
import dev.varve.server.store.Identity;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import dev.varve.tools.inspect.OfflineStore;
import dev.varve.tools.inspect.Unshipped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve cluster unshipped`: what a member that is gone had taken and not yet given to the server.
@Command(
        name = "unshipped",
        description = {
            "Tell how far the server has what another member wrote, and what it is known to lack.",
            "With the data directory of that member, list what the server lacks, event by event."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ClusterUnshippedCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "MEMBER", description = "Its name, or the id of its node.")
    private String member;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of the member, which does not run.")
    private Path data;

    @Override
    public Integer call() {
        JsonNode known = known();
        if (data == null) {
            tell(known);
            return ExitCodes.SOUND;
        }
        try (OfflineStore store = OfflineStore.open(data)) {
            requireOf(store.identity(), known);
            return list(store, known);
        }
    }

    private JsonNode known() {
        try (ApiClient client = server.connect()) {
            JsonNode cluster = client.call(ApiRequest.get(ClusterCommand.CLUSTER)).json();
            ObjectNode known =
                    (ObjectNode)
                            client.call(
                                            ApiRequest.get(
                                                    ClusterCommand.CLUSTER,
                                                    "members",
                                                    member,
                                                    "unshipped"))
                                    .json();
            known.put("cluster_id", cluster.path("cluster_id").asText());
            return known;
        }
    }

    private void tell(JsonNode known) {
        if (output.isJson()) {
            output.line(known, "");
            return;
        }
        String name = known.path("name").asText();
        output.words(
                known.path("position").asLong() < 0
                        ? "nothing that %s wrote is here".formatted(name)
                        : "what %s wrote is here up to event %d, of %s"
                                .formatted(
                                        name,
                                        known.path("position").asLong(),
                                        known.path("time").asText()));
        output.words(
                known.has("announced")
                        ? "it said it had events up to %d, and none later by %s"
                                .formatted(
                                        known.path("announced").asLong(),
                                        known.path("heard_until").asText())
                        : "it was not heard of since this server started");
        for (JsonNode holder : known.path("elsewhere")) {
            output.words(
                    "%s said it has events up to %d"
                            .formatted(
                                    holder.path("name").asText(),
                                    holder.path("position").asLong()));
        }
        output.words(
                "events known to be missing here: %d".formatted(known.path("missing").asLong()));
    }

    private void requireOf(Identity identity, JsonNode known) {
        if (!identity.cluster().toString().equals(known.path("cluster_id").asText())) {
            throw new CommandFailed(
                    ExitCodes.CONFLICT, data + " is of another cluster, " + identity.cluster());
        }
        String node = identity.origin().node().toString();
        if (!node.equals(known.path("node").asText())) {
            throw new CommandFailed(
                    ExitCodes.CONFLICT,
                    "%s is of node %s, and %s is node %s"
                            .formatted(data, node, member, known.path("node").asText()));
        }
    }

    private int list(OfflineStore store, JsonNode known) {
        Unshipped.Held held =
                new Unshipped.Held(
                        known.path("incarnation").asInt(), known.path("position").asLong());
        Unshipped.Result result = Unshipped.list(store, held, this::line);
        result.proof().problems().forEach(problem -> output.error("problem: " + problem));
        requireWhole(result, held);
        output.words(
                "%d events of %s are not at the server, after event %d"
                        .formatted(result.listed(), known.path("name").asText(), held.position()));
        return result.proof().isSound() ? ExitCodes.SOUND : ExitCodes.DAMAGED;
    }

    private void requireWhole(Unshipped.Result result, Unshipped.Held held) {
        if (result.lost()) {
            throw new CommandFailed(
                    ExitCodes.CONFLICT,
                    "the server has events up to %d, and %s ends with %d: its end was lost"
                            .formatted(held.position(), data, result.end().position()));
        }
        if (result.gap()) {
            throw new CommandFailed(
                    ExitCodes.CONFLICT,
                    "the journal in %s begins with event %s: it was trimmed behind the server"
                            .formatted(data, result.proof().first()));
        }
    }

    private void line(Unshipped.Entry entry) {
        Envelope envelope = entry.recorded().envelope();
        Instant time = envelope.time().instant();
        ObjectNode event = Json.object();
        event.put("incarnation", envelope.origin().incarnation());
        event.put("position", envelope.position().value());
        event.put("time", time.toString());
        event.put("type", entry.type());
        event.put("actor", envelope.provenance().actor().id());
        StringBuilder text = new StringBuilder();
        text.append("%-10d %-26s %-22s".formatted(envelope.position().value(), time, entry.type()));
        for (Unshipped.Place place : entry.places()) {
            event.withArray("objects")
                    .addObject()
                    .put("bucket", place.bucket())
                    .put("key", place.key());
            text.append(' ').append(place.bucket()).append('/').append(place.key());
        }
        output.line(event, text.toString());
    }
}
